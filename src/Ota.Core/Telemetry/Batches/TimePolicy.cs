namespace Ota.Core.Telemetry.Batches;

/// <summary>What is still believed of a vehicle's clock.</summary>
public sealed record TimePolicy
{
    /// <summary>The policy unless told otherwise.</summary>
    public static TimePolicy Default { get; } = new();

    /// <summary>How far a clock may differ before it counts as wrong; a message's way through a mobile network is in it.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How far in the future a reading may be.</summary>
    public TimeSpan Future { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How old a reading may be.</summary>
    public TimeSpan Oldest { get; init; } = TimeSpan.FromDays(400);

    /// <summary>No clock that was ever set shows an earlier time.</summary>
    public DateTimeOffset Epoch { get; init; } = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
