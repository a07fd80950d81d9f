namespace Ota.Core.Rollouts.Installs;

/// <summary>What a vehicle proves, which nothing that it says can replace.</summary>
internal static class InstallProofs
{
    private const int MostRefusals = 1_000_000;

    public static InstallStep Show(Install install, InstallEvent.Shown shown, DateTimeOffset now)
    {
        InventoryFinding finding = shown.Finding;
        if (install.Offer == 0) return InstallMachine.Ignore(install, IgnoredBecause.Meaningless);
        if (install.Found is { } known && finding.IsNotAfter(known) && !IsNowFresh(known, finding))
            return InstallMachine.Ignore(install, finding.Counter == known.Counter && finding.Digest == known.Digest ? IgnoredBecause.Repeated : IgnoredBecause.Late);
        bool isUsedUp = finding.IsFresh && shown.NextNonce.Length > 0;
        Install next = InstallContacts.Returned(install, now) with { Found = Weigh(install.Found, finding), Nonce = isUsedUp ? shown.NextNonce : install.Nonce };
        if (install.IsProven) return new InstallStep(Keep(next with { HeardAt = now }), []);
        if (finding is { IsFresh: true, Matches: true } && !IsInTheMiddle(install)) return Prove(next, now);
        bool isToAsk = finding is { IsFresh: false, Matches: true } && JobRules.WantsProof(install);
        return new InstallStep(next with { HeardAt = now }, isToAsk ? [new InstallEffect.AskForProof()] : []);
    }

    public static InstallStep Prove(Install install, DateTimeOffset now)
    {
        Install proven = install with
        {
            IsProven = true,
            EndedAs = null,
            ConfirmedAt = now,
            Refusals = 0,
            UseAtProof = InstallContacts.IsRecent(install, now) ? install.Use : null,
            HeardAt = now,
        };
        return new InstallStep(proven, [new InstallEffect.KeepRemedy()]);
    }

    public static InstallStep Refuse(Install install)
    {
        if (install.Offer == 0 || !InstallStates.IsOpen(install.State)) return InstallMachine.Ignore(install, IgnoredBecause.Meaningless);
        if (install.Refusals == MostRefusals) return InstallMachine.Ignore(install, IgnoredBecause.Repeated);
        Install next = install with { Refusals = install.Refusals + 1 };
        return new InstallStep(next, JobRules.WantsProof(next) ? [new InstallEffect.AskForProof()] : []);
    }

    public static InstallStep SeeFault(Install install, DateTimeOffset now)
    {
        // After the install, or on a vehicle that was offered nothing: all others are neither one nor the other, and say nothing.
        bool counts = install.State is InstallState.Committed or InstallState.Confirmed or InstallState.Reopened
            || (install.State == InstallState.Targeted && install.Offer == 0);
        if (!counts) return InstallMachine.Ignore(install, IgnoredBecause.Meaningless);
        return install.FaultAt is null
            ? new InstallStep(install with { FaultAt = now }, [])
            : InstallMachine.Ignore(install, IgnoredBecause.Repeated);
    }

    /// <summary>A finding that may not prove or refute anything any more; its counter still counts.</summary>
    public static InventoryFinding? Spend(InventoryFinding? found) => found is { IsFresh: true } ? found with { IsFresh = false } : found;

    // What a fresh inventory has shown stands as long as later ones, which need no nonce, show the same.
    private static InventoryFinding Weigh(InventoryFinding? known, InventoryFinding finding) =>
        known is { IsFresh: true } && known.Matches == finding.Matches ? finding with { IsFresh = true } : finding;

    // The same inventory reached the register first, where nobody looks at nonces. That it repeats the nonce of now shows that it was not judged
    // here before: a nonce that was used is replaced.
    private static bool IsNowFresh(InventoryFinding known, InventoryFinding finding) =>
        finding.IsFresh && !known.IsFresh && (finding.Counter, finding.Digest) == (known.Counter, known.Digest);

    // A proof stays one as long as later inventories agree.
    private static Install Keep(Install install) =>
        install.Found!.Matches
            ? install
            : install with
            {
                IsProven = false,
                EndedAs = InstallState.Reopened,
                Said = null,
                Failure = null,
                CommittedAt = null,
                Asked = 0,
                ClaimedAt = null,
            };

    // An inventory of a self-test that may still fail is none of what stays: it counts with the commit.
    private static bool IsInTheMiddle(Install install) => install.Said is { } said && InstallStates.IsInstalling(said);
}
