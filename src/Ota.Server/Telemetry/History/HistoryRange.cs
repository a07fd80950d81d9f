namespace Ota.Server.Telemetry.History;

/// <summary>Either every reading in order of time, or, of more readings than were asked for, buckets in order of time.</summary>
/// <param name="Points">The readings; of too many that are no numbers, the earliest.</param>
/// <param name="Buckets">Numbers and booleans in buckets; empty when the points are all.</param>
/// <param name="Count">How many readings there are.</param>
internal sealed record HistoryRange(IReadOnlyList<HistoryPoint> Points, IReadOnlyList<PlotBucket> Buckets, long Count);
