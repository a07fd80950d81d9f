namespace Ota.Core.Telemetry.Batches;

/// <summary>
/// Ties the monotonic clock of one boot to ours, learnt from a batch whose wall clock was good: with it, batches that the same boot
/// made before its clock was set get their time.
/// </summary>
/// <param name="BootId">The boot.</param>
/// <param name="StartMs">When it began, Unix milliseconds by our clock.</param>
public readonly record struct BootClock(BootId BootId, long StartMs)
{
    /// <summary>Learns from a batch.</summary>
    /// <param name="header">The batch.</param>
    /// <param name="verdict">What its times were found to be.</param>
    /// <returns>Null if the batch has no monotonic time, or its clock was not set.</returns>
    public static BootClock? Learn(in BatchHeader header, TimeVerdict verdict)
    {
        bool usable = header.MonotonicMs is > 0 and < int.MaxValue * 1000L
            && !verdict.IsQuarantined
            && (verdict.Flags & TimeFlags.ClockNotSet) == 0;
        return usable ? new BootClock(header.BootId, verdict.CaptureMs - (long)header.MonotonicMs) : null;
    }

    /// <summary>The time at a monotonic time of this boot, Unix milliseconds by our clock.</summary>
    public long TimeOf(ulong monotonicMs) => StartMs + (long)Math.Min(monotonicMs, int.MaxValue * 1000ul);
}
