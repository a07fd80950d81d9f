using Ota.Core.Telemetry.Batches;

namespace Ota.Core.Telemetry.TroubleCodes;

/// <summary>
/// What the reports of one start of a sender say together. Of each fault the report with the highest position counts, and of the full
/// sets the one with the highest, so the order in which reports come, and how often, means nothing. Immutable.
/// </summary>
public sealed record TroubleCodeBoot
{
    /// <summary>The start.</summary>
    public required BootId BootId { get; init; }

    /// <summary>The latest time at which the vehicle was surely in this start; null if its clock never said.</summary>
    public long? TrustedMs { get; init; }

    /// <summary>When the highest report came, Unix milliseconds.</summary>
    public long ReceivedMs { get; init; }

    /// <summary>The highest report.</summary>
    public TroubleCodePosition Highest { get; init; }

    /// <summary>Reports up to here have nothing to say any more: a full set stands there, or what was forgotten for want of room.</summary>
    public TroubleCodePosition Floor { get; init; }

    /// <summary>When the full set was made that counts; null if none came.</summary>
    public long? FullMs { get; init; }

    /// <summary>One for each fault, by control unit, then code.</summary>
    public IReadOnlyList<TroubleCodeRecord> Records { get; init; } = [];

    /// <summary>What places this start among the others of the vehicle, which is in one at a time.</summary>
    public long OrderMs => TrustedMs ?? ReceivedMs;

    /// <summary>Takes a report of this start in.</summary>
    /// <param name="report">The report.</param>
    /// <returns>What is known with it, or null if that is more codes than a vehicle can have.</returns>
    public TroubleCodeBoot? TryApply(TroubleCodeReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        TroubleCodeBoot timed = WithTimesOf(report);
        if (!report.Position.IsAfter(Floor)) return timed;
        Dictionary<(string, string), TroubleCodeRecord> byFault = Records
            .Where(record => !report.IsFull || record.Position.IsAfter(report.Position))
            .ToDictionary(record => record.Entry.Fault);
        foreach (TroubleCodeChange change in report.Changes)
        {
            (string, string) fault = change.Entry.Fault;
            if (byFault.TryGetValue(fault, out TroubleCodeRecord? known) && known.Position.IsAfter(report.Position)) continue;
            byFault[fault] = new TroubleCodeRecord(change.Entry, change.Cleared, report.Position, report.CapturedMs);
        }

        TroubleCodePosition floor = report.IsFull ? report.Position : Floor;
        if (!TryMakeRoom(byFault, ref floor)) return null;
        return timed with
        {
            Floor = floor,
            FullMs = report.IsFull ? report.CapturedMs : FullMs,
            Records = Sorted(byFault.Values),
        };
    }

    internal static IReadOnlyList<TroubleCodeRecord> Sorted(IEnumerable<TroubleCodeRecord> records) =>
    [
        .. records.OrderBy(record => record.Entry.Fault.Ecu, StringComparer.Ordinal)
            .ThenBy(record => record.Entry.Fault.Code, StringComparer.Ordinal),
    ];

    private TroubleCodeBoot WithTimesOf(TroubleCodeReport report) => this with
    {
        TrustedMs = report.IsTimeTrusted ? Math.Max(report.CapturedMs, TrustedMs ?? long.MinValue) : TrustedMs,
        ReceivedMs = report.Position.IsAfter(Highest) ? report.ReceivedMs : ReceivedMs, // A repeat does not make the start newer.
        Highest = report.Position.IsAfter(Highest) ? report.Position : Highest,
    };

    // What went the longest ago is forgotten first, and with it whatever older reports could still say: nothing comes back by that.
    private static bool TryMakeRoom(Dictionary<(string, string), TroubleCodeRecord> byFault, ref TroubleCodePosition floor)
    {
        int excess = byFault.Count - TroubleCodeSet.MaximumCodes;
        if (excess <= 0) return true;
        foreach (TroubleCodeRecord cleared in byFault.Values.Where(record => record.Cleared)
            .OrderBy(record => record.Position.Seq).ThenBy(record => record.Position.Stream).Take(excess).ToArray())
        {
            byFault.Remove(cleared.Entry.Fault);
            if (cleared.Position.IsAfter(floor)) floor = cleared.Position;
            excess--;
        }

        return excess == 0;
    }
}
