namespace Ota.Core.Telemetry.Batches;

/// <summary>How far a vehicle trusts the clock that it stamps with; the numbers are those of the wire.</summary>
public enum ClockQuality
{
    /// <summary>Not said: taken as the least trusted.</summary>
    Unspecified = 0,

    /// <summary>Never set since the last power-up.</summary>
    None = 1,

    /// <summary>A battery-backed clock that nothing corrects.</summary>
    Rtc = 2,

    /// <summary>Set over the network.</summary>
    Ntp = 3,

    /// <summary>Set by a satellite receiver.</summary>
    Gnss = 4,

    /// <summary>Set by an authenticated source.</summary>
    Secured = 5,
}
