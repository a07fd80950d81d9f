using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Server.Rollouts.Jobs;

namespace Ota.Server.Tests.Rollouts.Jobs;

/// <summary>The last moment at which a car that holds the files can be kept from installing them.</summary>
public sealed class StartDecisionTests
{
    private static readonly DayWindow Night = new(22 * 60, (5 * 60) + 30);

    [Theory]
    [InlineData(RolloutState.Draft, "stopped")]
    [InlineData(RolloutState.Approved, "stopped")]
    [InlineData(RolloutState.Running, null)]
    [InlineData(RolloutState.Paused, "stopped")]
    [InlineData(RolloutState.Held, "stopped")]
    [InlineData(RolloutState.Completed, "ended")]
    [InlineData(RolloutState.Halted, "revoked")]
    [InlineData(RolloutState.Cancelled, "revoked")]
    [InlineData(RolloutState.Revoked, "revoked")]
    public void It_begins_only_in_a_running_rollout(RolloutState state, string? reason)
    {
        ReasonOf(Ask(Samples.Rollout(state), Samples.Install())).Should().Be(reason);
        // What has begun is not asked for, and an answer to it must not sound like leave either.
        ReasonOf(Ask(Samples.Rollout(state), Samples.Install(InstallState.Installing))).Should().Be(reason);
    }

    [Theory]
    [InlineData(InstallState.Targeted, "ended")]
    [InlineData(InstallState.Offered, null)]
    [InlineData(InstallState.Acknowledged, null)]
    [InlineData(InstallState.Downloading, null)]
    [InlineData(InstallState.Downloaded, null)]
    [InlineData(InstallState.Verified, null)]
    [InlineData(InstallState.WaitConsent, null)]
    [InlineData(InstallState.WaitSafeState, null)]
    [InlineData(InstallState.Installing, null)]
    [InlineData(InstallState.Rebooting, null)]
    [InlineData(InstallState.SelfTest, null)]
    [InlineData(InstallState.Committed, "done")]
    [InlineData(InstallState.Confirmed, "ended")]
    [InlineData(InstallState.RolledBack, "ended")]
    [InlineData(InstallState.SafeDegraded, "ended")]
    [InlineData(InstallState.Inconsistent, "ended")]
    [InlineData(InstallState.Declined, "ended")]
    [InlineData(InstallState.Expired, "ended")]
    [InlineData(InstallState.Revoked, "revoked")]
    [InlineData(InstallState.Superseded, "ended")]
    [InlineData(InstallState.AlreadyCompliant, "ended")]
    [InlineData(InstallState.NotApplicable, "ended")]
    [InlineData(InstallState.Discrepant, "done")]
    [InlineData(InstallState.Reopened, "ended")]
    [InlineData(InstallState.Unreachable, "ended")]
    [InlineData(InstallState.RemovedFromService, "ended")]
    public void It_begins_only_what_stands(InstallState state, string? reason) => ReasonOf(Ask(Samples.Rollout(), Samples.Install(state))).Should().Be(reason);

    [Fact]
    public void Every_state_has_its_row() =>
        typeof(StartDecisionTests).GetMethod(nameof(It_begins_only_what_stands))!.GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Should().HaveCount(Enum.GetValues<InstallState>().Length);

    [Theory]
    [InlineData(0, 1, null)]
    [InlineData(0, 2, "other_attempt")]
    [InlineData(2, 1, "other_attempt")]
    [InlineData(2, 2, null)]
    [InlineData(2, 3, null)]
    [InlineData(2, 4, "other_attempt")]
    [InlineData(int.MaxValue, 1, "other_attempt")]
    [InlineData(0, int.MaxValue, "other_attempt")]
    public void Attempts_are_counted_one_by_one(int known, int asked, string? reason) =>
        ReasonOf(Ask(Samples.Rollout(), Samples.Install(attempt: known)) with { Attempt = asked }).Should().Be(reason);

    [Fact]
    public void Another_offer_and_a_withdrawn_bundle_do_not_begin()
    {
        StartQuestion asked = Ask(Samples.Rollout(), Samples.Install());
        ReasonOf(asked with { Offer = 2 }).Should().Be("other_offer");
        ReasonOf(asked with { Install = asked.Install with { Offer = 2 } }).Should().Be("other_offer");
        ReasonOf(asked with { IsStaged = false }).Should().Be("withdrawn");
    }

    [Fact]
    public void A_failed_attempt_is_followed_by_another_when_its_time_has_come()
    {
        Install waits = Samples.Install(InstallState.Offered) with { FailedAttempts = 1, RetryAt = Samples.Noon.AddMinutes(5) };
        StartQuestion asked = Ask(Samples.Rollout(), waits) with { Attempt = 2 };
        ReasonOf(asked).Should().Be("too_early");
        ReasonOf(asked with { Install = waits with { RetryAt = null } }).Should().BeNull();
        ReasonOf(asked with { Install = waits with { RetryAt = null }, Attempt = 1 }).Should().Be("other_attempt", "that one has failed");
        JobStanding.RetryAfter(waits, Samples.Noon).Should().Be(300);
        JobStanding.RetryAfter(waits, Samples.Noon.AddHours(1)).Should().Be(1);
        JobStanding.RetryAfter(Samples.Install(), Samples.Noon).Should().Be(0);
    }

    [Fact]
    public void A_permit_ends_with_the_policys_time_the_window_the_deadline_or_after_three_days()
    {
        UntilOf(new RolloutPolicy()).Should().Be(Samples.Noon.AddHours(24));
        UntilOf(new RolloutPolicy { Permit = TimeSpan.FromDays(30) }).Should().Be(Samples.Noon.AddHours(72));
        UntilOf(new RolloutPolicy { Deadline = Samples.Noon.AddHours(2) }).Should().Be(Samples.Noon.AddHours(2));
        UntilOf(new RolloutPolicy { Windows = [Night] }, TimeSpan.FromHours(-9)).Should().Be(Samples.Noon.AddHours(2.5), "it is three in the morning there");
        StartQuestion late = Ask(Samples.Rollout(), Samples.Install() with { OfferedAt = Samples.Noon.AddDays(-90).AddHours(1) });
        StartDecision.Decide(late, Samples.Noon).Should().Be(new StartVerdict.Go(Samples.Noon.AddHours(1)), "the offer ends then");
        StartDecision.Decide(late, Samples.Noon.AddHours(1)).Should().Be(new StartVerdict.No("ended"));
    }

    [Fact]
    public void What_has_begun_goes_on_without_a_permit()
    {
        StartQuestion asked = Ask(Samples.Rollout(policy: new RolloutPolicy { Windows = [Night] }), Samples.Install(InstallState.Installing));
        StartDecision.Decide(asked, Samples.Noon).Should().Be(new StartVerdict.Go(null));
    }

    [Theory]
    [InlineData(0, "hours")]
    [InlineData(9, "hours")]
    [InlineData(10, null)]
    [InlineData(14, null)]
    [InlineData(-6, "hours")]
    [InlineData(-8, null)]
    public void It_begins_only_in_the_hours_of_its_market(int utcOffset, string? reason) =>
        ReasonOf(Ask(Samples.Rollout(policy: new RolloutPolicy { Windows = [Night] }), Samples.Install()) with { UtcOffset = TimeSpan.FromHours(utcOffset) })
            .Should().Be(reason);

    private static DateTimeOffset? UntilOf(RolloutPolicy policy, TimeSpan utcOffset = default) => StartDecision.Decide(
        Ask(Samples.Rollout(policy: policy), Samples.Install()) with { UtcOffset = utcOffset }, Samples.Noon)
        .Should().BeOfType<StartVerdict.Go>().Which.Until;

    private static StartQuestion Ask(Rollout rollout, Install install) => new(rollout, install, 1, Math.Max(install.Attempt, 1), IsStaged: true, TimeSpan.Zero);

    private static string? ReasonOf(StartQuestion asked) => (StartDecision.Decide(asked, Samples.Noon) as StartVerdict.No)?.Reason;
}
