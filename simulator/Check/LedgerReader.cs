using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ota.Simulator.Check;

/// <summary>Reads a ledger line by line, so that its length does not matter.</summary>
internal static class LedgerReader
{
    private const int LongestLine = 4096;

    /// <summary>The batches of a ledger. The last line may be cut off, as a killed simulator leaves it; lines of other kinds are passed over.</summary>
    /// <exception cref="InvalidDataException">A line is none, with its number.</exception>
    public static IEnumerable<LedgerEntry> Read(string path)
    {
        using StreamReader reader = new(path, Encoding.UTF8);
        long number = 0;
        string? line = reader.ReadLine();
        while (line is not null)
        {
            string? next = reader.ReadLine();
            number++;
            if (Read(line, path, number, isLast: next is null) is { } entry) yield return entry;
            line = next;
        }
    }

    private static LedgerEntry? Read(string line, string path, long number, bool isLast)
    {
        if (line.Length > LongestLine) throw Broken(path, number, "it is too long");
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            JsonElement root = json.RootElement;
            if (root.TryGetProperty("type", out JsonElement type) && !type.ValueEquals("tm")) return null; // Trouble codes have a store of their own.
            if (!root.TryGetProperty("seq", out JsonElement seq) || !root.TryGetProperty("readings", out JsonElement readings)) return null;
            return new LedgerEntry(
                Text(root, "vid"), Text(root, "boot_id"), root.GetProperty("stream").GetUInt32(), seq.GetUInt64(), readings.GetInt32(),
                root.GetProperty("acknowledged").GetBoolean());
        }
        catch (JsonException) when (isLast)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Broken(path, number, e.Message);
        }
    }

    private static string Text(JsonElement root, string name) => root.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");

    private static InvalidDataException Broken(string path, long number, string why) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{path}, line {number}: not a line of a ledger: {why}"));
}
