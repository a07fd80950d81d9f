namespace Ota.Core.Telemetry.Batches;

/// <summary>When a batch was captured, as far as it can be known.</summary>
/// <param name="CaptureMs">Unix milliseconds by our clock; what the vehicle said if nothing better is known.</param>
/// <param name="OffsetMs">To be added to the times that the batch's columns give, to have them by our clock.</param>
/// <param name="Flags">What was found and done.</param>
public readonly record struct TimeVerdict(long CaptureMs, long OffsetMs, TimeFlags Flags)
{
    /// <summary>Whether the batch belongs into quarantine for its times.</summary>
    public bool IsQuarantined => (Flags & (TimeFlags.Future | TimeFlags.TooOld | TimeFlags.Unknown)) != 0;
}
