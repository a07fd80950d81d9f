namespace Ota.Core.Telemetry.Batches;

/// <summary>What was found wrong with a vehicle's clock, and what was done about it. Stored with the data.</summary>
[Flags]
public enum TimeFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The times were moved; by how much is the offset.</summary>
    Corrected = 1,

    /// <summary>Seconds came where milliseconds belong.</summary>
    SecondsForMilliseconds = 2,

    /// <summary>The clock was never set: it counts from 1970, or from when it was built.</summary>
    ClockNotSet = 4,

    /// <summary>The clock is ahead of ours by more than the tolerance: nothing is received before it is sent.</summary>
    ClockAhead = 8,

    /// <summary>The clock is behind ours by more than the tolerance, or the message was long on its way.</summary>
    ClockBehindOrDelayed = 16,

    /// <summary>After every correction still too far in the future: to quarantine.</summary>
    Future = 32,

    /// <summary>After every correction still too old: to quarantine.</summary>
    TooOld = 64,

    /// <summary>Nothing says when it was: to quarantine.</summary>
    Unknown = 128,
}
