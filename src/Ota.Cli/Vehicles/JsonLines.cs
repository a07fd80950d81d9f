using Google.Protobuf;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>One vehicle a line, as `ota vehicles list --output json` writes them.</summary>
internal static class JsonLines
{
    private const int LongestLine = 1 << 20;

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(false));

    public static IEnumerable<FleetLine> Read(TextReader lines)
    {
        for (long line = 1; lines.ReadLine() is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text)) yield return Parse(line, text);
        }
    }

    private static FleetLine Parse(long line, string text)
    {
        if (text.Length > LongestLine) return FleetLine.Bad(line, "", $"Longer than {LongestLine} characters; put one vehicle on each line.");
        try
        {
            return new FleetLine(line, Parser.Parse<Vehicle>(text), null);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            return FleetLine.Bad(line, "", "Not a vehicle in JSON; write one object on each line, with fields as in `ota vehicles list --output json`.");
        }
    }
}
