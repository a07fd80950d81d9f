namespace Ota.Core.Rollouts.Installs;

/// <summary>Where a report stands among all of one install: the later one counts, whatever order they come in.</summary>
/// <param name="Offer">The version of the offer that it is about, from 1.</param>
/// <param name="Attempt">The attempt under that offer, from 1.</param>
/// <param name="Seq">Counts the reports of the attempt, from 1. A resent report keeps its number and its bytes.</param>
public readonly record struct ReportPosition(int Offer, int Attempt, long Seq)
{
    /// <summary>By offer, then attempt, then number.</summary>
    /// <param name="other">The other one.</param>
    public bool IsAfter(ReportPosition other) => (Offer, Attempt, Seq).CompareTo((other.Offer, other.Attempt, other.Seq)) > 0;
}
