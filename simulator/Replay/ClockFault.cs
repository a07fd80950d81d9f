using Ota.Core.Telemetry.Batches;

namespace Ota.Simulator.Replay;

/// <summary>What a vehicle's clock shows.</summary>
/// <param name="OffsetMs">Added to the right time.</param>
/// <param name="Divisor">1, or 1000 for a vehicle that sends seconds.</param>
/// <param name="Quality">What it says of its clock.</param>
internal sealed record ClockFault(long OffsetMs, long Divisor, ClockQuality Quality)
{
    public static ClockFault None { get; } = new(0, 1, ClockQuality.Gnss);

    public static ClockFault Draw(Random random, long startMs) => random.Next(4) switch
    {
        0 => new ClockFault(-startMs + 60_000, 1, ClockQuality.None), // Counts from 1970.
        1 => new ClockFault(0, 1000, ClockQuality.Gnss),
        2 => new ClockFault(random.Next(10_000, 3_600_000), 1, ClockQuality.Rtc),
        _ => new ClockFault(-random.Next(10_000, 3_600_000), 1, ClockQuality.Rtc),
    };

    public long Show(long timeMs) => (timeMs + OffsetMs) / Divisor;
}
