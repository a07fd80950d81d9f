using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Installs;

/// <summary>What time alone does: everything that is over by now, however late that is noticed.</summary>
internal static class InstallTime
{
    /// <summary>A commit that is not proven after it was asked for so often is discrepant.</summary>
    public const int MostAsked = 3;

    public static InstallStep Pass(Install install, RolloutPolicy policy, DateTimeOffset now)
    {
        List<InstallEffect> effects = [];
        Install next = Retry(install, effects, now);
        next = Ask(next, policy, effects, now);
        if (next.PermitUntil <= now) next = next with { PermitUntil = null };
        return new InstallStep(End(next, policy, now), effects);
    }

    private static Install Retry(Install install, List<InstallEffect> effects, DateTimeOffset now)
    {
        if (!(install.RetryAt <= now)) return install;
        if (install.State == InstallState.Offered) effects.Add(new InstallEffect.Hint());
        return install with { RetryAt = null };
    }

    private static Install Ask(Install install, RolloutPolicy policy, List<InstallEffect> effects, DateTimeOffset now)
    {
        if (!(InstallClock.AsksAt(install, policy) <= now)) return install;
        long periods = (now - install.CommittedAt!.Value) / policy.ProofWithin is var many && many < MostAsked ? (long)many : MostAsked;
        if (periods < MostAsked) effects.Add(new InstallEffect.AskForProof());
        return install with { Asked = (int)periods };
    }

    // By the order in which they were due: who was given up for silence has an offer that stands.
    private static Install End(Install install, RolloutPolicy policy, DateTimeOffset now)
    {
        DateTimeOffset? expires = InstallClock.ExpiresAt(install, policy);
        DateTimeOffset? unreachable = InstallClock.UnreachableAt(install, policy);
        if (unreachable <= now && !(expires < unreachable)) return install with { EndedAs = InstallState.Unreachable };
        return expires <= now ? install with { EndedAs = InstallState.Expired } : install;
    }
}
