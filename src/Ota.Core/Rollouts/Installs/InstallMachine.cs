using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Installs;

/// <summary>
/// What becomes of an install. An event changes what is known (facts); the state follows from the facts alone (<see cref="InstallVerdict"/>), so that
/// the order in which they became known hardly matters.
/// </summary>
public static class InstallMachine
{
    /// <summary>Applies one event. Late, repeated and reordered events leave the state that the clean sequence leaves.</summary>
    /// <param name="install">As it is.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="policy">The rollout's policy.</param>
    /// <param name="now">When; counts in whole milliseconds, as stores keep it.</param>
    public static InstallStep Apply(Install install, InstallEvent happened, RolloutPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(install);
        ArgumentNullException.ThrowIfNull(happened);
        ArgumentNullException.ThrowIfNull(policy);
        if (InstallStates.IsFinal(install.State)) return Ignore(install, IgnoredBecause.Ended);
        DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        InstallStep step = happened switch
        {
            InstallEvent.Offered offered => InstallOffers.Offer(install, offered, time),
            InstallEvent.NotOffered not => InstallOffers.LookLater(install, not.Reason, time),
            InstallEvent.Permitted permitted => InstallOffers.Permit(install, permitted),
            InstallEvent.Contacted contacted => InstallContacts.Hear(install, contacted.Use, policy, time),
            InstallEvent.Reported reported => InstallReports.Take(install, reported.Report, policy, time),
            InstallEvent.Shown shown => InstallProofs.Show(install, shown, time),
            InstallEvent.ProofRefused => InstallProofs.Refuse(install),
            InstallEvent.FaultSeen => InstallProofs.SeeFault(install, time),
            InstallEvent.Claimed => InstallOperators.Claim(install, time),
            InstallEvent.RetryWanted => InstallOperators.Retry(install),
            InstallEvent.Revoked => InstallOperators.Revoke(install),
            InstallEvent.Superseded superseded => InstallOperators.Supersede(install, superseded.By, time),
            InstallEvent.Removed removed => InstallOperators.Remove(install, removed.Cause),
            InstallEvent.TimePassed => InstallTime.Pass(install, policy, time),
            _ => throw new ArgumentException($"There is no rule for {happened.GetType().Name}.", nameof(happened)),
        };
        return step.Note is null ? InstallVerdict.Settle(install, step, policy, time) : step;
    }

    internal static InstallStep Ignore(Install install, IgnoredBecause why) => new(install, [], why);
}
