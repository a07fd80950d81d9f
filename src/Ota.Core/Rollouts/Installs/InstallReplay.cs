using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Installs;

/// <summary>Computes an install again from its ledger.</summary>
public static class InstallReplay
{
    /// <summary>Replays.</summary>
    /// <param name="frozen">As it was frozen.</param>
    /// <param name="ledger">All that counted since, in order, each with its time.</param>
    /// <param name="policy">The rollout's policy.</param>
    /// <returns>As it is.</returns>
    public static Install Run(Install frozen, IEnumerable<(InstallEvent Happened, DateTimeOffset Time)> ledger, RolloutPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(frozen);
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(policy);
        return ledger.Aggregate(frozen, (install, entry) => InstallMachine.Apply(install, entry.Happened, policy, entry.Time).Install);
    }
}
