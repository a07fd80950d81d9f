using System.Text.Json;
using Ota.Core.Vehicles;

namespace Ota.Server.Vehicles;

/// <summary>An event as stored; the facts are a JSON object of texts.</summary>
internal sealed class VehicleEventRow
{
    public long Number { get; init; }

    public long Time { get; init; }

    public string Actor { get; init; } = "";

    public long Kind { get; init; }

    public string Facts { get; init; } = "";

    public static string Write(IReadOnlyDictionary<string, string> facts) => JsonSerializer.Serialize(facts);

    public VehicleEvent ToEvent() => new(
        Number,
        DateTimeOffset.FromUnixTimeMilliseconds(Time),
        Actor,
        (VehicleEventKind)Kind,
        JsonSerializer.Deserialize<Dictionary<string, string>>(Facts)!);
}
