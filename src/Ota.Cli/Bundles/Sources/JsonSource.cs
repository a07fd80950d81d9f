using System.Text.Json;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Manifests;

namespace Ota.Cli.Bundles.Sources;

/// <summary>Reads a manifest in JSON.</summary>
internal static class JsonSource
{
    public static JsonValue? Read(byte[] bytes, DocumentLines lines, List<LocatedProblem> problems)
    {
        Locate(bytes, lines, problems);
        JsonValue? document = StrictJson.TryRead(bytes, ManifestLimits.Json, out string? problem);
        if (problem is not null && problems.Count == 0) problems.Add(new LocatedProblem(1, JsonPointer.Root, problem));
        return document;
    }

    private static void Locate(byte[] bytes, DocumentLines lines, List<LocatedProblem> problems)
    {
        try
        {
            new Walk(bytes, lines, problems).Run();
        }
        catch (JsonException e)
        {
            problems.Add(new LocatedProblem(
                (int)(e.LineNumber ?? 0) + 1, JsonPointer.Root, $"This is no JSON, or nested deeper than {ManifestLimits.Depth}."));
        }
        catch (InvalidOperationException)
        {
            problems.Add(new LocatedProblem(1, JsonPointer.Root, "A text has half of a surrogate pair, which is no character."));
        }
    }

    private ref struct Walk(byte[] bytes, DocumentLines lines, List<LocatedProblem> problems)
    {
        private Utf8JsonReader _reader = new(bytes, new JsonReaderOptions { MaxDepth = ManifestLimits.Depth });
        private int _line = 1;
        private int _counted;

        public void Run()
        {
            if (_reader.Read()) Value(JsonPointer.Root, atRoot: true);
            while (_reader.Read())
            {
            }
        }

        private void Value(string pointer, bool atRoot = false)
        {
            if (!atRoot) lines.Add(pointer, Line());
            if (_reader.TokenType is JsonTokenType.StartObject) Members(pointer);
            else if (_reader.TokenType is JsonTokenType.StartArray) Items(pointer);
        }

        private void Members(string pointer)
        {
            HashSet<string> names = [];
            while (_reader.Read() && _reader.TokenType is JsonTokenType.PropertyName)
            {
                string name = _reader.GetString()!;
                string place = JsonPointer.Member(pointer, name);
                lines.Add(place, Line());
                if (!names.Add(name)) problems.Add(new LocatedProblem(Line(), place, "This member is there twice."));
                _reader.Read();
                Value(place);
            }
        }

        private void Items(string pointer)
        {
            for (int i = 0; _reader.Read() && _reader.TokenType is not JsonTokenType.EndArray; i++) Value(JsonPointer.Item(pointer, i));
        }

        private int Line()
        {
            int at = (int)_reader.TokenStartIndex;
            _line += bytes.AsSpan(_counted, at - _counted).Count((byte)'\n');
            _counted = at;
            return _line;
        }
    }
}
