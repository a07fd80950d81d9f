namespace Ota.Server.Telemetry.Sinks;

/// <summary>How much one sink may keep on disk, and how.</summary>
internal sealed record SpoolOptions
{
    public long LimitBytes { get; init; } = 1_000_000_000;

    /// <summary>A segment is the unit that is dropped when the limit is reached, so it is small beside it.</summary>
    public long SegmentBytes => Math.Clamp(LimitBytes / 16, 4096, 16_000_000);

    public SpoolSync Sync { get; init; }
}
