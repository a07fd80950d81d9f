namespace Ota.Core.Telemetry.TroubleCodes;

/// <summary>
/// The trouble codes of a vehicle as its reports tell, in whatever order and however often these come: the same reports end in the same
/// <see cref="Current"/> codes. Each of the last starts is kept apart, because which one is the newest may show only later; the starts
/// are in the order of their times, and reports in one in that of their numbers. A start that comes after <see cref="MostBoots"/> newer
/// ones is too late to change anything. Immutable.
/// </summary>
public sealed record TroubleCodeState
{
    /// <summary>Starts that are kept apart.</summary>
    public const int MostBoots = 4;

    /// <summary>Nothing was reported.</summary>
    public static TroubleCodeState Empty { get; } = new();

    /// <summary>The codes at the end of the starts that are no longer kept apart.</summary>
    public IReadOnlyList<TroubleCodeRecord> Base { get; init; } = [];

    /// <summary>When those starts ended; 0 if there are none.</summary>
    public long BaseMs { get; init; }

    /// <summary>The time of their newest full set; null if there is none.</summary>
    public long? BaseFullMs { get; init; }

    /// <summary>The last starts, oldest first.</summary>
    public IReadOnlyList<TroubleCodeBoot> Boots { get; init; } = [];

    /// <summary>The codes that the vehicle has, by control unit, then code.</summary>
    public IReadOnlyList<TroubleCodeRecord> Current => Boots.Aggregate(Base, Fold);

    /// <summary>The same as a set to compare with.</summary>
    public TroubleCodeSet Set => TroubleCodeSet.TryMake(Current.Select(record => record.Entry))
        ?? throw new InvalidOperationException("More codes than a vehicle can have were let in.");

    /// <summary>When the full set was made that the current codes begin with; null if none came.</summary>
    public long? FullMs => Boots.Aggregate(BaseFullMs, (known, boot) => boot.FullMs ?? known);

    /// <summary>Takes a report in.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The state with it, or null if the vehicle would have more codes than it can.</returns>
    public TroubleCodeState? TryApply(TroubleCodeReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        TroubleCodeBoot? known = Boots.FirstOrDefault(boot => boot.BootId == report.BootId);
        if ((known ?? new TroubleCodeBoot { BootId = report.BootId }).TryApply(report) is not { } changed) return null;
        if (known is null && changed.OrderMs <= BaseMs) return this;
        TroubleCodeState next = this with { Boots = InOrder(Boots.Where(boot => boot != known).Append(changed)) };
        if (next.Current.Count > TroubleCodeSet.MaximumCodes) return null;
        return next.Boots.Count > MostBoots ? next.WithoutOldest() : next;
    }

    private static IReadOnlyList<TroubleCodeBoot> InOrder(IEnumerable<TroubleCodeBoot> boots) =>
        [.. boots.OrderBy(boot => boot.OrderMs).ThenBy(boot => boot.BootId.ToString(), StringComparer.Ordinal)];

    private static IReadOnlyList<TroubleCodeRecord> Fold(IReadOnlyList<TroubleCodeRecord> before, TroubleCodeBoot boot)
    {
        Dictionary<(string, string), TroubleCodeRecord> byFault =
            boot.FullMs is null ? before.ToDictionary(record => record.Entry.Fault) : [];
        foreach (TroubleCodeRecord record in boot.Records)
        {
            if (record.Cleared) byFault.Remove(record.Entry.Fault);
            else byFault[record.Entry.Fault] = record;
        }

        return TroubleCodeBoot.Sorted(byFault.Values);
    }

    // Starts without a full set may leave more than a vehicle can have, which a later full set hid so far.
    private TroubleCodeState WithoutOldest() => this with
    {
        Base = [.. Fold(Base, Boots[0]).Take(TroubleCodeSet.MaximumCodes)],
        BaseMs = Boots[0].OrderMs,
        BaseFullMs = Boots[0].FullMs ?? BaseFullMs,
        Boots = [.. Boots.Skip(1)],
    };
}
