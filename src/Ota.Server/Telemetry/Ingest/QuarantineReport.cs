namespace Ota.Server.Telemetry.Ingest;

/// <summary>What was refused of one vehicle since the start of the server.</summary>
internal sealed record QuarantineReport(IReadOnlyList<QuarantinedItem> Last, IReadOnlyDictionary<string, long> Counts)
{
    public static readonly QuarantineReport Empty = new([], new Dictionary<string, long>());
}
