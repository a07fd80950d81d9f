using Ota.Server.Telemetry.Ingest;

namespace Ota.Server.Bridge.Lanes;

/// <summary>The two lanes and what goes through which: evidence before telemetry.</summary>
internal sealed class UpLanes(EvidenceLane evidence, TelemetryIntake telemetry)
{
    /// <summary>Types of messages, the last level of <c>v1/{vid}/up/{type}</c>, with their lanes.</summary>
    public IReadOnlyList<(string Type, Lane Lane)> ByType { get; } =
    [
        ("birth", evidence), ("death", evidence), ("inv", evidence), ("dtc", evidence), ("ota", evidence), ("tm", telemetry),
    ];
}
