namespace Ota.Core.Telemetry.TroubleCodes;

/// <summary>A code that came or went.</summary>
/// <param name="Entry">The code as it is after the event.</param>
/// <param name="Cleared">Whether it went.</param>
public sealed record TroubleCodeChange(TroubleCodeEntry Entry, bool Cleared)
{
    /// <summary>When, Unix milliseconds by the vehicle's clock; 0 if nobody said.</summary>
    public long AtMs { get; init; }
}
