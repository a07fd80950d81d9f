namespace Ota.Bench.Report;

/// <summary>What a row is to reach, and what keeps it from more.</summary>
/// <param name="Begins">How the names of its rows begin.</param>
/// <param name="Peer">Only beside this; empty: whatever it is beside.</param>
/// <param name="Text">The goal, for a person; empty if there is none.</param>
/// <param name="IsMet">Whether a row reaches it; null without a goal.</param>
/// <param name="Limit">What limits the row.</param>
internal sealed record ReportGoal(string Begins, string Peer, string Text, Func<MeasuredRow, bool>? IsMet, string Limit)
{
    public bool IsOf(MeasuredRow row) => row.What.StartsWith(Begins, StringComparison.Ordinal) && (Peer.Length == 0 || Peer == row.Peer);

    /// <summary>The ratio is to reach a number.</summary>
    public static ReportGoal AtLeast(string begins, string peer, double ratio, string limit) =>
        new(begins, peer, FormattableString.Invariant($"ratio ≥ {ratio}"), row => row.Ratio >= ratio, limit);

    /// <summary>The ratio is not to go over a number: CPU, time, memory.</summary>
    public static ReportGoal NoMore(string begins, string peer, double ratio, string limit) =>
        new(begins, peer, FormattableString.Invariant($"ratio ≤ {ratio}"), row => row.Ratio <= ratio, limit);

    /// <summary>The figure is not to go over a number.</summary>
    public static ReportGoal AtMost(string begins, double most, string unit, string limit) =>
        new(begins, "", FormattableString.Invariant($"≤ {most} {unit}"), row => row.Ours <= most, limit);

    /// <summary>Nobody has set a goal; the limit is told all the same.</summary>
    public static ReportGoal None(string begins, string limit) => new(begins, "", "", null, limit);
}
