using Ota.Core.Rollouts.Policies;
using Ota.Core.Rollouts.Population;

namespace Ota.Core.Tests.Rollouts.Population;

public sealed class RolloutPlannerTests
{
    private static readonly RolloutPolicy Quick = new() { Soak = new() { ConfirmedPermille = 500, Time = TimeSpan.FromHours(1), Vehicles = 0 } };

    [Fact]
    public void A_fleet_that_is_heard_daily_is_proven_in_a_day_after_its_wave_opens()
    {
        ExpectedCourse course = RolloutPlanner.Expect(Facts(80, [80, 0]), Quick);
        course.Waves.Should().Equal(
            new ExpectedWave(1, 20, TimeSpan.Zero, TimeSpan.FromHours(12.5)),
            new ExpectedWave(2, 60, TimeSpan.FromHours(13.5), TimeSpan.FromHours(26)));
        course.Half.Should().BeCloseTo(TimeSpan.FromHours(22.625), TimeSpan.FromMinutes(1), "by then 18.4 of the first 20 are proven and 21.6 of the other 60");
        course.NinetyNine.Should().BeGreaterThan(TimeSpan.FromHours(37)).And.BeLessThan(TimeSpan.FromHours(38));
        course.HoldBack.Should().Be(0);
    }

    [Fact]
    public void Who_was_heard_long_ago_takes_as_long_again()
    {
        ExpectedCourse course = RolloutPlanner.Expect(Facts(100, [.. Enumerable.Repeat(10L, 9), 10]), Quick with { Waves = [100] });
        course.Half.Should().BeCloseTo(TimeSpan.FromDays(4.5) + TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(1), "half of the 90 that are reachable, 10 a day");
        course.Notes.Should().Contain("10 of 100 vehicles were not in contact for 9 days or ever; they are not counted as reachable.");
    }

    [Fact]
    public void A_limit_of_offers_stretches_the_course_by_its_market()
    {
        PlanFacts facts = Facts(2400, [2400, 0]) with { Markets = new Dictionary<string, long> { ["FR"] = 1200, ["DE"] = 1200 } };
        RolloutPolicy policy = Quick with { Waves = [2400], OffersPerHour = 50 };
        RolloutPlanner.Expect(facts, policy).NinetyNine.Should().BeGreaterThan(TimeSpan.FromHours(24)).And.BeLessThan(TimeSpan.FromHours(49), "1200 at 50 an hour, then a day");
        RolloutPolicy slow = policy with { MarketOffersPerHour = new Dictionary<string, long> { ["DE"] = 5 } };
        RolloutPlanner.Expect(facts, slow).NinetyNine.Should().BeGreaterThan(TimeSpan.FromHours(230)).And.BeLessThan(TimeSpan.FromHours(265));
        RolloutPolicy half = policy with { Windows = [new(0, 12 * 60)] };
        RolloutPlanner.Expect(facts, half).NinetyNine.Should().BeGreaterThan(TimeSpan.FromHours(45), "offers leave in half of the hours only");
    }

    [Fact]
    public void Windows_add_their_mean_wait()
    {
        TimeSpan always = RolloutPlanner.Expect(Facts(20, [20, 0]), Quick).Waves[0].Proven;
        ExpectedCourse night = RolloutPlanner.Expect(Facts(20, [20, 0]), Quick with { Windows = [new(18 * 60, 6 * 60)] });
        (night.Waves[0].Proven - always).Should().BeCloseTo(TimeSpan.FromHours(3), TimeSpan.FromMinutes(2), "half of the day waits 6 hours on average");
        night.Notes.Should().Contain("Windows are open 50% of the day, in local time.");
    }

    [Fact]
    public void Use_takes_longer_than_time_if_the_policy_asks_for_much_of_it()
    {
        RolloutPolicy policy = Quick with { Soak = Quick.Soak with { Vehicles = 10, IgnitionCycles = 30, Metres = 10_000 } };
        ExpectedCourse course = RolloutPlanner.Expect(Facts(80, [80, 0]), policy);
        (course.Waves[1].Opens - course.Waves[0].Proven).Should().Be(TimeSpan.FromDays(10), "30 cycles at 3 a day");
    }

    [Fact]
    public void A_share_that_the_fleet_does_not_reach_is_said()
    {
        ExpectedCourse course = RolloutPlanner.Expect(Facts(80, [20, 60]), Quick);
        course.Waves.Should().HaveCount(2).And.OnlyContain(wave => wave.Proven == TimeSpan.FromDays(730));
        course.Notes.Should().Contain(note => note.StartsWith("Wave 1 is not expected to reach its 50 % of proofs"));
        course.Ninety.Should().BeNull();
    }

    [Fact]
    public void Nobody_to_update_and_nobody_in_contact_are_no_errors()
    {
        RolloutPlanner.Expect(Facts(0, [0]), Quick).Should().Match<ExpectedCourse>(course => course.Waves.Count == 0 && course.Half == null);
        RolloutPlanner.Expect(Facts(30, [30]), Quick).Half.Should().BeNull();
    }

    [Fact]
    public void A_plan_for_a_million_vehicles_in_a_hundred_markets_and_waves_is_made_by_arithmetic()
    {
        PlanFacts facts = new(1_000_000, [.. Enumerable.Repeat(10_000L, 100)], Enumerable.Range(0, 100).ToDictionary(i => $"M{i}", _ => 10_000L), 30);
        ExpectedCourse course = RolloutPlanner.Expect(facts, Quick with { Waves = [10_000], Growth = 1, OffersPerHour = 1000 });
        course.Waves.Should().HaveCount(100);
        course.Waves.Should().BeInAscendingOrder(wave => wave.Opens);
    }

    private static PlanFacts Facts(long eligible, IReadOnlyList<long> days) => new(eligible, days, new Dictionary<string, long> { ["FR"] = eligible }, 30);
}
