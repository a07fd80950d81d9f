using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Vehicles;

namespace Ota.Core.Rollouts.Installs;

/// <summary>What a vehicle says. Its reports are levels: the one with the greatest position counts.</summary>
internal static class InstallReports
{
    private const int MostConditions = 32;

    public static InstallStep Take(Install install, VehicleReport report, RolloutPolicy policy, DateTimeOffset now)
    {
        InstallState meant = Meaning(report);
        if (Refuse(install, report) is { } why)
        {
            // That it has begun once stays true, however late that becomes known: the guard's shares are shares of those that have.
            return why == IgnoredBecause.Late && install.BegunAt is null && ShowsBegin(meant, report)
                ? new InstallStep(install with { BegunAt = now }, [])
                : InstallMachine.Ignore(install, why);
        }

        Install heard = Note(install, report, meant, now);
        return MovesOn(install, meant) ? Follow(install, heard, report, meant, policy, now) : new InstallStep(heard, []);
    }

    // Whoever has ended, or shows something else than it says, does not get out of that by words; it does by installing.
    private static bool MovesOn(Install install, InstallState meant) => install.State switch
    {
        InstallState.Reopened => false, // What was installed was proven since: nothing of it is to come any more.
        InstallState.RolledBack or InstallState.Declined => HasBegun(meant),
        InstallState.SafeDegraded or InstallState.Inconsistent => HasBegun(meant) || meant == InstallState.RolledBack,
        InstallState.Discrepant when install.Said == InstallState.Committed => HasBegun(meant) || meant == InstallState.RolledBack,
        _ => true,
    };

    private static IgnoredBecause? Refuse(Install install, VehicleReport report)
    {
        if (install.Offer == 0 || report.Position.Offer != install.Offer) return IgnoredBecause.OtherOffer;
        if (report.Position == install.Heard) return IgnoredBecause.Repeated;
        if (install.Heard is { } heard && !report.Position.IsAfter(heard)) return IgnoredBecause.Late;
        return report.Position.Attempt > 0 && InstallStates.IsReportable(report.State) ? null : IgnoredBecause.Meaningless;
    }

    // By the reason: a condition is no failure, a driver's no is an answer, and a failure to go back is not a going back.
    private static InstallState Meaning(VehicleReport report) => (report.State, report.Reason?.Family) switch
    {
        (InstallState.RolledBack, FailureFamily.Condition) => InstallState.WaitSafeState,
        (InstallState.RolledBack, FailureFamily.User) => InstallState.Declined,
        (InstallState.RolledBack, FailureFamily.Rollback) => InstallState.Inconsistent,
        _ => report.State,
    };

    /// <summary>What counts wherever the install stands, also when it has been proven meanwhile.</summary>
    private static Install Note(Install install, VehicleReport report, InstallState meant, DateTimeOffset now)
    {
        int attempt = report.Position.Attempt;
        int failed = Math.Max(install.FailedAttempts, IsFailure(meant) ? attempt : attempt - 1);
        return InstallContacts.Returned(install, now) with
        {
            Heard = report.Position,
            HeardAt = now,
            Attempt = attempt,
            FailedAttempts = failed,
            Failures = (int)Math.Min(int.MaxValue, (long)install.Failures + failed - install.FailedAttempts),
            Ecus = Merge(install, report),
            Conditions = meant == InstallState.WaitSafeState ? [.. report.Conditions.Take(MostConditions)] : [],
            Postponed = report.Postponed,
            ToldBefore = Told(report.ToldBefore, now),
            ToldAfter = Told(report.ToldAfter, now),
            BegunAt = install.BegunAt ?? (ShowsBegin(meant, report) ? now : null),
        };
    }

    // Nobody was told in the future, whatever the vehicle's clock says.
    private static UserTold? Told(UserTold? told, DateTimeOffset now) => told is null || told.Time <= now ? told : told with { Time = now };

    private static InstallStep Follow(
        Install install, Install heard, VehicleReport report, InstallState meant, RolloutPolicy policy, DateTimeOffset now)
    {
        bool isNewAttempt = install.Attempt > 0 && report.Position.Attempt > install.Attempt;
        bool isCommit = meant == InstallState.Committed && install.Said != InstallState.Committed;
        Install next = heard with
        {
            Said = meant,
            Failure = report.Reason,
            RetryAt = null,
            WaitingSince = Waiting(install, meant, now),
            CommittedAt = meant == InstallState.Committed ? install.CommittedAt ?? now : null,
            Asked = meant == InstallState.Committed ? install.Asked : 0,
            // What was shown during an attempt that failed is no proof of the next one.
            Found = (isNewAttempt || IsFailure(meant)) && !install.IsProven ? InstallProofs.Spend(install.Found) : install.Found,
        };
        if (next.IsProven) return new InstallStep(next, []);
        if (meant == InstallState.Declined) return new InstallStep(next with { EndedAs = next.EndedAs ?? meant }, []);
        if (meant == InstallState.RolledBack) return InstallFailures.GoOn(next, policy, now);
        if (!isCommit) return new InstallStep(next, []);
        return next.Found is { IsFresh: true, Matches: true } ? InstallProofs.Prove(next, now) : new InstallStep(next, [new InstallEffect.AskForProof()]);
    }

    private static DateTimeOffset? Waiting(Install install, InstallState meant, DateTimeOffset now) => meant switch
    {
        InstallState.WaitConsent or InstallState.WaitSafeState => install.WaitingSince ?? now,
        < InstallState.WaitConsent => install.WaitingSince,
        _ => null,
    };

    private static bool IsFailure(InstallState meant) => meant is InstallState.RolledBack or InstallState.SafeDegraded or InstallState.Inconsistent;

    private static bool HasBegun(InstallState meant) =>
        meant is >= InstallState.Installing and <= InstallState.Committed or InstallState.SafeDegraded or InstallState.Inconsistent;

    private static bool ShowsBegin(InstallState meant, VehicleReport report) =>
        HasBegun(meant)
        || report.Reason?.Family is FailureFamily.Flash or FailureFamily.Boot or FailureFamily.Health or FailureFamily.Rollback
        || report.Ecus.Any(ecu => ecu.State >= EcuInstallState.Installing);

    // Of the targets only, so that no vehicle can make its row grow; in one order, so that the same progress is the same row.
    private static IReadOnlyList<EcuProgress> Merge(Install install, VehicleReport report)
    {
        IReadOnlyList<EcuProgress> before = report.Position.Attempt == install.Attempt ? install.Ecus : [];
        if (report.Ecus.Count == 0) return before;
        Dictionary<EcuSerial, EcuProgress> ecus = before.ToDictionary(ecu => ecu.Ecu);
        HashSet<EcuSerial> known = [.. install.Targets.Select(target => target.Ecu)];
        foreach (EcuProgress ecu in report.Ecus.Where(ecu => known.Contains(ecu.Ecu))) ecus[ecu.Ecu] = ecu;
        return [.. ecus.Values.OrderBy(ecu => ecu.Ecu.Value, StringComparer.Ordinal)];
    }
}
