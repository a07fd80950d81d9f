using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Explaining;

/// <summary>What happens next with an install, by what it says of itself.</summary>
/// <param name="Sentence">What; empty if nothing does.</param>
/// <param name="Who">Who does it: nobody, backend, vehicle, driver, engineer, workshop, keeper.</param>
/// <param name="By">By when; null if nobody can say.</param>
internal sealed record NextStep(string Sentence, string Who, DateTimeOffset? By)
{
    public const string Nobody = "nobody";
    public const string Backend = "backend";
    public const string Vehicle = "vehicle";
    public const string Driver = "driver";
    public const string Engineer = "engineer";
    public const string Workshop = "workshop";
    public const string Keeper = "keeper";

    private static readonly NextStep Nothing = new("", Nobody, null);

    /// <summary>A work list comes first: the machine put the vehicle there because it does not go on by itself.</summary>
    public static NextStep Of(Install install, RolloutPolicy policy) => install.Work switch
    {
        WorkList.Letter => new("Its keeper gets a letter.", Keeper, install.WorkDue),
        WorkList.Workshop => new("A workshop sees to it.", Workshop, install.WorkDue),
        WorkList.Inspection => new("An engineer finds out what is wrong before anything is tried again.", Engineer, install.WorkDue),
        WorkList.Remote => new("An engineer asks the vehicle again or offers it again, with ota rollouts retry.", Engineer, install.WorkDue),
        _ => ByState(install, policy),
    };

    private static NextStep ByState(Install install, RolloutPolicy policy) => install.State switch
    {
        InstallState.Targeted => Targeted(install),
        InstallState.Offered when install.RetryAt is { } again => new("It tries again by itself.", Vehicle, again),
        InstallState.Offered => new("It fetches its job with its next contact.", Vehicle, InstallClock.ExpiresAt(install, policy)),
        InstallState.Acknowledged => new("It downloads the images.", Vehicle, null),
        InstallState.Downloading => new("It goes on downloading.", Vehicle, null),
        InstallState.Downloaded => new("It verifies the images.", Vehicle, null),
        InstallState.Verified => new("It asks its driver and waits for a safe state.", Vehicle, null),
        InstallState.WaitConsent => new("Its driver agrees.", Driver, InstallClock.ExpiresAt(install, policy)),
        InstallState.WaitSafeState => new("It installs as soon as that is safe.", Vehicle, InstallClock.ExpiresAt(install, policy)),
        InstallState.Installing => new("It finishes installing.", Vehicle, null),
        InstallState.Rebooting => new("Its ECUs start again.", Vehicle, null),
        InstallState.SelfTest => new("It finishes its self-test.", Vehicle, null),
        InstallState.Committed => new("It proves the update with a signed inventory.", Vehicle, InstallClock.AsksAt(install, policy)),
        InstallState.RolledBack or InstallState.SafeDegraded => new("An engineer finds out what is wrong.", Engineer, null),
        InstallState.Inconsistent => new("A workshop sees to it at once.", Workshop, install.Since),
        InstallState.Declined or InstallState.Expired => new("Its keeper gets a letter.", Keeper, null),
        InstallState.Discrepant => new("It is asked for another inventory.", Backend, null),
        InstallState.Reopened => new("An engineer offers it again, with ota rollouts retry.", Engineer, null),
        InstallState.Revoked => new("Another rollout has to bring the update.", Engineer, null),
        InstallState.Unreachable => new("Its keeper gets a letter.", Keeper, null),
        _ => Nothing,
    };

    private static NextStep Targeted(Install install)
    {
        if (install.Wave == 0) return Nothing; // Held back for comparison.
        return install.Reason?.Family switch
        {
            FailureFamily.Evidence => new("It proves what it runs, with its next contact.", Vehicle, null),
            FailureFamily.Eligibility => new("An engineer finds out what is in the way.", Engineer, null),
            _ => new("It is offered the update when its turn comes.", Backend, null),
        };
    }
}
