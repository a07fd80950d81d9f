using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Manifests;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Ota.Cli.Bundles.Sources;

/// <summary>
/// Reads a manifest in YAML as plain data: what JSON can say and nothing else. Anchors and aliases, which make small files large, and
/// tags, which ask for types, are refused.
/// </summary>
internal sealed class YamlSource(DocumentLines lines, List<LocatedProblem> problems)
{
    // YAML 1.2, 5.1.
    private static readonly SearchValues<char> Forbidden =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Append(0x7f).Select(c => (char)c).Except(['\t', '\n', '\r'])]);

    private int _left = ManifestLimits.Values;

    public JsonValue? Read(byte[] bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            problems.Add(new LocatedProblem(1, JsonPointer.Root, "This is not UTF-8."));
            return null;
        }

        string text = Encoding.UTF8.GetString(bytes);
        if (text.AsSpan().IndexOfAny(Forbidden) is var forbidden and >= 0)
        {
            int line = text.AsSpan(0, forbidden).Count('\n') + 1;
            problems.Add(new LocatedProblem(line, JsonPointer.Root, "Here is a control character, which no YAML has."));
            return null;
        }

        Parser parser = new(new Scanner(new StringReader(text), skipComments: true));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) return new JsonNull();
            parser.Consume<DocumentStart>();
            JsonValue value = Value(parser, JsonPointer.Root, depth: 0);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _))
                Refuse(JsonPointer.Root, parser.Current!, "There is a second document; keep one manifest in a file.");
            return value;
        }
        catch (YamlException e)
        {
            problems.Add(new LocatedProblem(
                (int)e.Start.Line, JsonPointer.Root, $"This is no YAML that can be read here: {e.Message.TrimEnd('.')}."));
            return null;
        }
        catch (InvalidOperationException)
        {
            // So the library ends on some texts that break off within a word.
            int line = (int)(parser.Current?.End.Line ?? 1);
            problems.Add(new LocatedProblem(line, JsonPointer.Root, "From here on this is no YAML that can be read."));
            return null;
        }
    }

    private JsonValue Value(Parser parser, string pointer, int depth)
    {
        ParsingEvent at = parser.Current ?? throw new YamlException("The text ends too early.");
        lines.Add(pointer, LineOf(at));
        if (--_left < 0) throw new YamlException(at.Start, at.End, $"there are more than {ManifestLimits.Values} values");
        if (depth > ManifestLimits.Depth) throw new YamlException(at.Start, at.End, $"it is nested deeper than {ManifestLimits.Depth}");
        if (at is NodeEvent node) CheckPlain(pointer, node);
        switch (at)
        {
            case Scalar scalar:
                parser.MoveNext();
                return Text(pointer, scalar);
            case SequenceStart:
                parser.MoveNext();
                return Items(parser, pointer, depth);
            case MappingStart:
                parser.MoveNext();
                return Members(parser, pointer, depth);
            case AnchorAlias:
                Refuse(pointer, at, "Aliases (*) are not read here; write the value out.");
                parser.MoveNext();
                return new JsonNull();
            default:
                throw new YamlException(at.Start, at.End, "a value is missing");
        }
    }

    private JsonArray Items(Parser parser, string pointer, int depth)
    {
        List<JsonValue> items = [];
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Value(parser, JsonPointer.Item(pointer, items.Count), depth + 1));
        return new JsonArray(items);
    }

    private JsonObject Members(Parser parser, string pointer, int depth)
    {
        Dictionary<string, JsonValue> members = [];
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            ParsingEvent at = parser.Current ?? throw new YamlException("The text ends too early.");
            if (at is not Scalar { Value: var name } key) throw new YamlException(at.Start, at.End, "a member's name is not a text");
            parser.MoveNext();
            CheckPlain(pointer, key);
            string place = JsonPointer.Member(pointer, name);
            if (name.Any(char.IsSurrogate)) Refuse(pointer, at, "A member's name has a character beyond U+FFFF.");
            lines.Add(place, LineOf(at));
            JsonValue value = Value(parser, place, depth + 1);
            if (name.Any(char.IsSurrogate)) continue;
            if (!members.TryAdd(name, value)) Refuse(place, at, "This member is there twice.");
        }

        return new JsonObject(members);
    }

    private JsonValue Text(string pointer, Scalar scalar)
    {
        string text = scalar.Value;
        if (HasLoneSurrogate(text))
        {
            Refuse(pointer, scalar, "This has half of a surrogate pair, which is no character.");
            return new JsonNull();
        }

        if (scalar.Style is not ScalarStyle.Plain) return new JsonText(text);
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => new JsonNull(),
            "true" or "True" or "TRUE" => new JsonBoolean(true),
            "false" or "False" or "FALSE" => new JsonBoolean(false),
            _ => AsInteger(text) is { } integer ? new JsonInteger(integer) : new JsonText(text),
        };
    }

    // What is no whole number that JSON writes so, such as 2.40 or 007, is kept as it stands: it is a version more often than a number.
    private static long? AsInteger(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
        && Math.Abs((decimal)value) <= JsonLimits.MaxInteger
        && value.ToString(CultureInfo.InvariantCulture) == text
            ? value
            : null;

    private static bool HasLoneSurrogate(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[++i])) return true;
        }

        return false;
    }

    private void CheckPlain(string pointer, NodeEvent node)
    {
        if (!node.Anchor.IsEmpty) Refuse(pointer, node, "Anchors (&) are not read here; write the value out where it is needed.");
        if (!node.Tag.IsEmpty) Refuse(pointer, node, "Tags (!) are not read here; leave it out.");
    }

    private void Refuse(string pointer, ParsingEvent at, string sentence)
    {
        if (problems.Count < ManifestLimits.Problems) problems.Add(new LocatedProblem(LineOf(at), pointer, sentence));
    }

    private static int LineOf(ParsingEvent at) => (int)at.Start.Line;
}
