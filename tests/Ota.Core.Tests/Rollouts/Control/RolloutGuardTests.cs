using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Installs;
using static Ota.Core.Rollouts.Installs.InstallState;
using static Ota.Core.Tests.Rollouts.Control.TestBooks;

namespace Ota.Core.Tests.Rollouts.Control;

public sealed class RolloutGuardTests
{
    [Theory]
    [InlineData(RolledBack)]
    [InlineData(SafeDegraded)]
    [InlineData(Inconsistent)]
    [InlineData(Discrepant)]
    public void Failures_hold_by_share_and_count(InstallState state)
    {
        Held(Wave(1, (Confirmed, 57), (state, 3)) with { Begun = 60 }).Should().Be("3 installs failed of 60 that were begun; the policy holds at 5 % and 3.");
        Held(Wave(1, (Confirmed, 2), (state, 2)) with { Begun = 4 }).Should().BeNull("two are too few");
        Held(Wave(1, (Confirmed, 58), (state, 3)) with { Begun = 61 }).Should().BeNull("that is less than 5 %");
    }

    [Fact]
    public void What_drivers_do_or_time_does_is_no_failure() => Held(Wave(1, (Declined, 20), (Expired, 20), (WaitSafeState, 20), (Unreachable, 20))).Should().BeNull();

    [Fact]
    public void What_fails_before_it_began_counts_too() =>
        Held(Wave(1, (RolledBack, 3), (Targeted, 90))).Should().Be("3 installs failed of 0 that were begun; the policy holds at 5 % and 3.");

    [Fact]
    public void Vehicles_that_fall_silent_hold() =>
        Held(Wave(1, (Installing, 3), (Confirmed, 20)) with { Begun = 23, Silent = 3 })
            .Should().Be("3 vehicles fell silent of 23 that began to install; the policy holds at 5 % and 3.");

    [Fact]
    public void New_faults_hold_against_those_that_were_not_offered_anything()
    {
        WaveBooks others = Wave(2, (Targeted, 980)) with { Faulty = 9, FaultyTargeted = 9 };
        Held(Wave(1, (Confirmed, 20)) with { Begun = 20, Faulty = 5 }, others).Should().Be(
            "5 of 20 vehicles show new faults since they were updated, and of those that were not offered anything 1 % do; the policy tolerates 5 % more.");
        Held(Wave(1, (Confirmed, 20)) with { Begun = 20, Faulty = 2 }, others).Should().BeNull("two are too few");
        Held(Wave(1, (Confirmed, 20)) with { Begun = 20, Faulty = 5 }, others with { Faulty = 245, FaultyTargeted = 245 }).Should().BeNull("everybody has them");
        Held(Wave(0, (Targeted, 980)) with { Faulty = 245, FaultyTargeted = 245 }, Wave(1, (Confirmed, 20)) with { Begun = 20, Faulty = 5 })
            .Should().BeNull("the hold-back has them");
    }

    [Fact]
    public void Faults_of_an_opened_wave_that_waits_for_its_offers_are_not_those_of_the_update() =>
        Held(Wave(1, (Confirmed, 20), (Targeted, 5000)) with { Begun = 20, Faulty = 100, FaultyTargeted = 100 }).Should().BeNull();

    [Fact]
    public void Without_anybody_to_compare_with_faults_hold_by_share_and_count()
    {
        Held(Wave(1, (Confirmed, 60)) with { Begun = 60, Faulty = 3 }).Should().Contain("3 of 60");
        Held(Wave(1, (Confirmed, 61)) with { Begun = 61, Faulty = 3 }).Should().BeNull();
    }

    [Fact]
    public void A_hold_stands_alone()
    {
        WaveBooks[] books = Soaked();
        books[1] = books[1] with { States = new Dictionary<InstallState, long> { [Confirmed] = 17, [RolledBack] = 3 } };
        RolloutControl.Decide(Running(), books, [new("FR", 0, default)], Now).Should().ContainSingle().Which.Should().BeOfType<RolloutAct.Hold>();
    }

    [Fact]
    public void What_a_person_has_judged_does_not_hold_again_and_more_of_it_does()
    {
        WaveBooks wave = Wave(1, (Confirmed, 57), (RolledBack, 3)) with { Begun = 60 };
        RolloutAct.Hold hold = Decide(Running(), wave).Should().ContainSingle().Which.Should().BeOfType<RolloutAct.Hold>().Subject;
        Rollout held = RolloutMachine.Apply(Running(), new RolloutEvent.Held(hold.Reason, hold.Evidence), Now).Rollout!;
        Rollout resumed = RolloutMachine.Apply(held, new RolloutEvent.Resumed("a bad harness", "eve"), Now).Rollout!;
        Decide(resumed, wave).OfType<RolloutAct.Hold>().Should().BeEmpty();
        WaveBooks more = Wave(1, (Confirmed, 60), (RolledBack, 5)) with { Begun = 65 };
        Decide(resumed, more).OfType<RolloutAct.Hold>().Should().BeEmpty("two more are too few");
        WaveBooks enough = Wave(1, (Confirmed, 60), (RolledBack, 6)) with { Begun = 66 };
        Decide(resumed, enough).OfType<RolloutAct.Hold>().Should().ContainSingle().Which.Reason.Should().StartWith("3 installs failed of 6");
    }

    private static string? Held(params WaveBooks[] books) => Decide(Running(), books).OfType<RolloutAct.Hold>().SingleOrDefault()?.Reason;
}
