using System.Globalization;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using static Ota.Core.Rollouts.Explaining.RuleOutcome;

namespace Ota.Core.Rollouts.Explaining;

/// <summary>The rule that an install has reached and that does not hold yet, by its state.</summary>
internal static class InstallRules
{
    private const string NothingLost = "Nothing is lost, no attempt is used.";

    public static ExplainedRule Of(ExplainFacts facts)
    {
        Install install = facts.Install;
        return install.State switch
        {
            InstallState.Targeted => new(RuleNames.Offered, Waiting, $"Its turn has not come.{Pace(facts)}", install.Due),
            InstallState.Offered when install.RetryAt is { } again =>
                new(RuleNames.Contact, Waiting, $"Attempt {Number(install.Attempt)} failed{Why(install)}; it tries again by itself.", again),
            InstallState.Offered => new(RuleNames.Contact, Waiting, $"It has not fetched its job since {UtcText.Day(install.Since)}. {Contact(facts)}", facts.LastContact),
            InstallState.Acknowledged => new(RuleNames.Downloaded, Waiting, $"It has its job and has not begun to download. {Contact(facts)}", install.Since),
            InstallState.Downloading => new(RuleNames.Downloaded, Waiting, $"It is downloading. {Contact(facts)}", install.Since),
            InstallState.Downloaded => new(RuleNames.Verified, Waiting, "It verifies the metadata and all images.", install.Since),
            InstallState.Verified => new(RuleNames.Consent, Waiting, "It is ready and has not asked its driver yet.", install.Since),
            InstallState.WaitConsent => new(RuleNames.Consent, Waiting, $"Waits for its driver{PutOff(install)}. {NothingLost}", install.Since),
            InstallState.WaitSafeState =>
                new(RuleNames.SafeState, Waiting, $"Waits for a safe state: {ConditionText.Of(install.Conditions, facts.Preconditions)}. {NothingLost}", install.Since),
            InstallState.Installing => new(RuleNames.Installed, Waiting, $"It is installing. {Contact(facts)}", install.Since),
            InstallState.Rebooting => new(RuleNames.Installed, Waiting, $"Its ECUs start what was installed. {Contact(facts)}", install.Since),
            InstallState.SelfTest => new(RuleNames.Installed, Waiting, $"It tests itself. {Contact(facts)}", install.Since),
            InstallState.Committed =>
                new(RuleNames.Proven, Waiting, "It says that it is done, and a signed inventory that proves it has not come yet.", install.Since),
            InstallState.RolledBack => new(RuleNames.Installed, Blocked, $"Attempt {Number(install.Attempt)} failed{Why(install)}; it runs what it ran before.", install.Since),
            InstallState.SafeDegraded =>
                new(RuleNames.Installed, Blocked, $"Attempt {Number(install.Attempt)} failed{Why(install)}; it runs in a degraded state that is safe.", install.Since),
            InstallState.Inconsistent =>
                new(RuleNames.Installed, Blocked, $"Some of its ECUs have the new images and some the old{Why(install)}: it comes before all others.", install.Since),
            InstallState.Declined => new(RuleNames.Consent, Blocked, "Its driver said no.", install.Since),
            InstallState.Expired => Expired(facts),
            InstallState.Revoked => new(RuleNames.Running, Blocked, "The update was taken back before it began to install.", install.Since),
            InstallState.Discrepant =>
                new(RuleNames.Proven, Blocked, $"It says that it is done, and its inventory shows otherwise{Differing(install)}.", install.Since),
            InstallState.Reopened => new(RuleNames.Proven, Blocked, $"It was proven, and a later inventory has lost the fix{Differing(install)}.", install.Since),
            InstallState.Unreachable => new(RuleNames.Contact, Blocked, $"It is out of reach. {Contact(facts)}", facts.LastContact),
            _ => throw new ArgumentOutOfRangeException(nameof(facts), install.State, "An install of this state hangs on nothing."),
        };
    }

    private static ExplainedRule Expired(ExplainFacts facts)
    {
        Install install = facts.Install;
        if (install.Heard is null) return new(RuleNames.Contact, Blocked, $"The offer ended before it fetched its job. {Contact(facts)}", install.Since);
        return install.Conditions.Count > 0
            ? new(RuleNames.SafeState, Blocked, $"It waited for a safe state until the offer ended: {ConditionText.Of(install.Conditions, facts.Preconditions)}.", install.Since)
            : new(RuleNames.Consent, Blocked, $"It waited for its driver until the offer ended{PutOff(install)}.", install.Since);
    }

    private static string Contact(ExplainFacts facts) =>
        facts.IsOnline ? "It is connected." : facts.LastContact is { } last ? $"It was last connected on {UtcText.Day(last)}." : "It was never connected.";

    private static string Pace(ExplainFacts facts) =>
        facts.Rollout.Policy.OffersPerHour is > 0 and var limit ? $" At most {limit.ToString(CultureInfo.InvariantCulture)} vehicles an hour are offered it in a market." : "";

    private static string Why(Install install) => install.Reason is null ? "" : $" ({FailureText.Describe(install.Reason)})";

    private static string PutOff(Install install) => install.Postponed switch
    {
        0 => "",
        1 => ", who has put it off once",
        _ => $", who has put it off {Number(install.Postponed)} times",
    };

    private static string Differing(Install install) =>
        install.Found is { Matches: false } found ? $", in {string.Join(", ", found.Differing.Select(ecu => ecu.Value))}" : "";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
