using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ota.Simulator.Fleet.Running;

/// <summary>The ledger of a fleet: one <see cref="FleetEntry"/> a line, in the order of vids; whole or not there.</summary>
internal static class FleetLedger
{
    /// <summary>How lines are written.</summary>
    public static JsonSerializerOptions Form { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string Line(FleetEntry entry) => JsonSerializer.Serialize(entry, Form);

    public static void Write(string path, IEnumerable<FleetEntry> entries)
    {
        string aside = path + ".part";
        using (StreamWriter file = new(aside))
        {
            foreach (FleetEntry entry in entries.OrderBy(entry => entry.Vid, StringComparer.Ordinal)) file.WriteLine(Line(entry));
        }

        File.Move(aside, path, overwrite: true);
    }
}
