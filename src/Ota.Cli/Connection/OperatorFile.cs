using System.Globalization;
using System.Text.Json;

namespace Ota.Cli.Connection;

/// <summary>
/// operator.json: {"server": URL, "ca": FILE, "certificate": FILE, "key": FILE}, files relative to its folder. Fields that a newer
/// server may add are passed over.
/// </summary>
internal sealed record OperatorFile(string Server, string? Ca, string? Certificate, string? Key)
{
    public const string Name = "operator.json";

    private const int LargestFile = 65_536;

    /// <exception cref="CliException">The file cannot be read, or what is wrong in which line and field.</exception>
    public static OperatorFile Read(string path)
    {
        byte[] json = InputFile.ReadBytes(path, LargestFile);
        try
        {
            return Parse(json, path);
        }
        catch (JsonException e)
        {
            throw CliException.BadUsage(string.Create(
                CultureInfo.InvariantCulture,
                $"{path}, line {(e.LineNumber ?? 0) + 1}: not JSON at column {(e.BytePositionInLine ?? 0) + 1}; repair it, or restart the server, which writes it anew."));
        }
    }

    private static OperatorFile Parse(byte[] json, string path)
    {
        Dictionary<string, string> fields = [];
        Utf8JsonReader reader = new(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw CliException.BadUsage($"{path}, line {LineOf(json, reader)}: the file must hold one JSON object, {{\"server\": ...}}.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string field = reader.GetString()!;
            reader.Read();
            if (field is not ("server" or "ca" or "certificate" or "key"))
                reader.Skip();
            else if (reader.TokenType != JsonTokenType.String || reader.GetString() is not { Length: > 0 } text)
                throw CliException.BadUsage($"{path}, line {LineOf(json, reader)}: \"{field}\" must be a text in quotes that is not empty.");
            else if (!fields.TryAdd(field, text))
                throw CliException.BadUsage($"{path}, line {LineOf(json, reader)}: \"{field}\" is there twice; remove one.");
        }
        while (reader.Read())
        {
            // Reads on to the end: what follows the object is an error of the JSON.
        }

        string server = fields.GetValueOrDefault("server")
            ?? throw CliException.BadUsage($"{path}: the field \"server\" is missing; add \"server\": \"https://host:port\".");
        if (fields.ContainsKey("certificate") != fields.ContainsKey("key"))
            throw CliException.BadUsage($"{path}: \"certificate\" and \"key\" belong together; add the one that is missing.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return new OperatorFile(server, Resolve("ca"), Resolve("certificate"), Resolve("key"));

        string? Resolve(string field) => fields.TryGetValue(field, out string? relative) ? Path.Combine(folder, relative) : null;
    }

    private static int LineOf(byte[] json, in Utf8JsonReader reader) => json.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n') + 1;
}
