using Ota.Core.Rollouts.Failures;

namespace Ota.Core.Rollouts.Installs;

/// <summary>What the controller decides about an install.</summary>
internal static class InstallOffers
{
    // After this the vehicle is judged anew: its inventory may have become known, or another rollout may be done with it.
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromDays(1);

    public static InstallStep Offer(Install install, InstallEvent.Offered offered, DateTimeOffset now)
    {
        if (install.State != InstallState.Targeted)
        {
            bool isSame = install.Nonce == offered.Nonce && InstallStates.Stands(install.State);
            return InstallMachine.Ignore(install, isSame ? IgnoredBecause.Repeated : IgnoredBecause.Meaningless);
        }

        Install next = install with
        {
            Offer = install.Offer + 1,
            Attempt = 0,
            FailedAttempts = 0,
            Targets = offered.Targets,
            Nonce = offered.Nonce,
            OfferedAt = now,
            Said = null,
            Failure = null,
            EndedAs = null,
            RetryAt = null,
            WaitingSince = null,
            CommittedAt = null,
            Asked = 0,
            Ecus = [],
            Conditions = [],
            Postponed = 0,
            Refusals = 0,
            Found = InstallProofs.Spend(install.Found),
            FaultAt = null, // What showed before it was offered anything says something of those that were not.
        };
        return new InstallStep(next, [new InstallEffect.Hint()]);
    }

    public static InstallStep LookLater(Install install, FailureReason reason, DateTimeOffset now) =>
        install.State == InstallState.Targeted
            ? new InstallStep(install with { Failure = reason, RetryAt = now + LookAgainAfter }, [])
            : InstallMachine.Ignore(install, IgnoredBecause.Meaningless);

    public static InstallStep Permit(Install install, InstallEvent.Permitted permitted)
    {
        if (permitted.Offer != install.Offer) return InstallMachine.Ignore(install, IgnoredBecause.OtherOffer);
        if (!JobRules.MayBegin(install)) return InstallMachine.Ignore(install, IgnoredBecause.Meaningless);
        // An earlier permit with a later end is still out there.
        DateTimeOffset until = DateTimeOffset.FromUnixTimeMilliseconds(permitted.Until.ToUnixTimeMilliseconds());
        return until <= install.PermitUntil
            ? InstallMachine.Ignore(install, IgnoredBecause.Repeated) // Covered by what is kept.
            : new InstallStep(install with { PermitUntil = until }, []);
    }
}
