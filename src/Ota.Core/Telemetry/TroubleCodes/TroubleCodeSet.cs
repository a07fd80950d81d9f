namespace Ota.Core.Telemetry.TroubleCodes;

/// <summary>
/// The trouble codes that a vehicle has now. A full set replaces it, events change it; an event twice, or one that a later full set
/// already contains, changes nothing. Immutable.
/// </summary>
public sealed class TroubleCodeSet
{
    /// <summary>Codes that one vehicle can have at most; a report with more is refused.</summary>
    public const int MaximumCodes = 1000;

    private TroubleCodeSet(IReadOnlyList<TroubleCodeEntry> entries) => Entries = entries;

    /// <summary>No codes.</summary>
    public static TroubleCodeSet Empty { get; } = new([]);

    /// <summary>The codes, by control unit, then code.</summary>
    public IReadOnlyList<TroubleCodeEntry> Entries { get; }

    /// <summary>Makes the set of a full report. Of entries of the same fault the last counts.</summary>
    /// <param name="entries">The codes.</param>
    /// <returns>The set, or null if there are more than a vehicle can have.</returns>
    public static TroubleCodeSet? TryMake(IEnumerable<TroubleCodeEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        Dictionary<(string Ecu, string Code), TroubleCodeEntry> byFault = [];
        foreach (TroubleCodeEntry entry in entries)
        {
            byFault[entry.Fault] = entry;
            if (byFault.Count > MaximumCodes) return null;
        }

        return new TroubleCodeSet([.. byFault.OrderBy(pair => pair.Key.Ecu, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Code, StringComparer.Ordinal).Select(pair => pair.Value)]);
    }

    /// <summary>What a new full set means as events: so that the history reads the same however it came.</summary>
    /// <param name="after">The new set.</param>
    public IReadOnlyList<TroubleCodeChange> ChangesTo(TroubleCodeSet after)
    {
        TroubleCodeDifference difference = CompareTo(after);
        return
        [
            .. difference.Gone.Select(entry => new TroubleCodeChange(entry, Cleared: true)),
            .. difference.Appeared.Concat(difference.Changed).Select(entry => new TroubleCodeChange(entry, Cleared: false)),
        ];
    }

    /// <summary>Applies events in order.</summary>
    /// <param name="changes">The events.</param>
    /// <returns>The set after them, or null if there are more codes than a vehicle can have.</returns>
    public TroubleCodeSet? TryApply(IEnumerable<TroubleCodeChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        Dictionary<(string, string), TroubleCodeEntry> byFault = Entries.ToDictionary(entry => entry.Fault);
        foreach (TroubleCodeChange change in changes)
        {
            if (change.Cleared) byFault.Remove(change.Entry.Fault);
            else byFault[change.Entry.Fault] = change.Entry;
            if (byFault.Count > MaximumCodes) return null;
        }

        return TryMake(byFault.Values);
    }

    /// <summary>Compares this set, the one before, with a later one.</summary>
    /// <param name="after">The later set.</param>
    public TroubleCodeDifference CompareTo(TroubleCodeSet after)
    {
        ArgumentNullException.ThrowIfNull(after);
        Dictionary<(string, string), TroubleCodeEntry> before = Entries.ToDictionary(entry => entry.Fault);
        List<TroubleCodeEntry> appeared = [];
        List<TroubleCodeEntry> changed = [];
        List<TroubleCodeEntry> same = [];
        bool isWorse = false;
        foreach (TroubleCodeEntry entry in after.Entries)
        {
            bool known = before.Remove(entry.Fault, out TroubleCodeEntry? earlier);
            (known ? entry == earlier ? same : changed : appeared).Add(entry);
            isWorse |= entry.IsConfirmed && earlier?.IsConfirmed != true;
        }

        return new TroubleCodeDifference(appeared, [.. before.Values], changed, same) { IsWorse = isWorse };
    }
}
