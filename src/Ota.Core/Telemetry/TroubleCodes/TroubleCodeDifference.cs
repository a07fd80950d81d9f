namespace Ota.Core.Telemetry.TroubleCodes;

/// <summary>Two sets of codes compared, such as before and after an update.</summary>
/// <param name="Appeared">Faults only after; an update that brings a confirmed one is suspect.</param>
/// <param name="Gone">Faults only before.</param>
/// <param name="Changed">Faults in both whose status, counters or times differ, as they are after.</param>
/// <param name="Same">Faults in both without a difference.</param>
public sealed record TroubleCodeDifference(
    IReadOnlyList<TroubleCodeEntry> Appeared,
    IReadOnlyList<TroubleCodeEntry> Gone,
    IReadOnlyList<TroubleCodeEntry> Changed,
    IReadOnlyList<TroubleCodeEntry> Same)
{
    /// <summary>Whether a confirmed fault is new, or one that was there is confirmed only now.</summary>
    public bool IsWorse { get; init; }
}
