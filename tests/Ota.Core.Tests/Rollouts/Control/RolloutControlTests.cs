using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Policies;
using static Ota.Core.Rollouts.Installs.InstallState;
using static Ota.Core.Tests.Rollouts.Control.TestBooks;

namespace Ota.Core.Tests.Rollouts.Control;

public sealed class RolloutControlTests
{
    [Fact]
    public void The_first_wave_opens_at_the_start() =>
        Decide(Running(wave: 0), Wave(0), Wave(1, (Targeted, 20)), Wave(2, (Targeted, 60))).Should().Equal(new RolloutAct.OpenWave(1));

    [Fact]
    public void Nothing_is_decided_about_a_rollout_that_does_not_run()
    {
        foreach (RolloutState state in Enum.GetValues<RolloutState>().Where(state => state != RolloutState.Running))
            RolloutControl.Decide(TestRollout.In(state), Soaked(), [new("FR", 0, TimeSpan.Zero)], Now).Should().BeEmpty(state.ToString());
    }

    [Fact]
    public void A_wave_is_proven_when_its_share_of_proofs_is_reached()
    {
        Decide(Running(), Wave(1, (Confirmed, 11), (Downloading, 9)), Wave(2, (Targeted, 60))).Should().BeEmpty();
        Decide(Running(), Wave(1, (Confirmed, 12), (Downloading, 8)), Wave(2, (Targeted, 60))).Should().Equal(new RolloutAct.NoteProven(1));
        Decide(Running(), Wave(1, (Confirmed, 6), (RemovedFromService, 10), (Downloading, 4)), Wave(2, (Targeted, 60)))
            .Should().Equal([new RolloutAct.NoteProven(1)], "whoever left cannot prove anything");
    }

    [Fact]
    public void A_wave_opens_after_proof_time_and_use() => Decide(Running(), Soaked()).Should().Equal(new RolloutAct.OpenWave(2));

    [Fact]
    public void A_wave_does_not_open_before_its_time()
    {
        WaveBooks[] books = Soaked();
        books[1] = books[1] with { ProvenAt = Now.AddHours(-24).AddSeconds(1) };
        Decide(Running(), books).Should().BeEmpty();
    }

    [Fact]
    public void A_wave_whose_vehicles_are_only_parked_never_lets_the_next_one_open()
    {
        WaveBooks[] books = Soaked();
        foreach (long soaked in (long[])[0, 14])
        {
            books[1] = books[1] with { Soaked = soaked, ProvenAt = Now.AddDays(-700) };
            Decide(Running(), books).Should().BeEmpty();
        }
    }

    [Fact]
    public void Of_a_wave_with_fewer_proofs_than_the_policy_asks_use_for_all_are_needed()
    {
        WaveBooks wave = Wave(1, (Confirmed, 4), (Declined, 1)) with { ProvenAt = Now.AddDays(-2), Soaked = 3 };
        Decide(Running(), wave, Wave(2, (Targeted, 60))).Should().BeEmpty();
        Decide(Running(), wave with { Soaked = 4 }, Wave(2, (Targeted, 60))).Should().Equal(new RolloutAct.OpenWave(2));
    }

    [Theory]
    [InlineData(0, 2, true)]
    [InlineData(0, 3, false)]
    [InlineData(2, 1, false)]
    [InlineData(2, 0, true)]
    public void A_wave_does_not_open_while_those_that_try_again_could_be_too_many_failures(int failed, int retrying, bool opens)
    {
        WaveBooks wave = Wave(1, (Confirmed, 15), (RolledBack, failed), (Offered, 5 - failed)) with { Begun = 20, Soaked = 15, ProvenAt = Now.AddDays(-2), Retrying = retrying };
        Decide(Running(), wave, Wave(2, (Targeted, 60))).OfType<RolloutAct.OpenWave>().Any().Should().Be(opens);
    }

    [Fact]
    public void Whoever_is_at_it_counts_as_one_that_may_fail_unless_it_is_silent()
    {
        WaveBooks wave = Wave(1, (Confirmed, 17), (Installing, 1), (SelfTest, 1), (Committed, 1)) with { Begun = 20, Soaked = 17, ProvenAt = Now.AddDays(-2) };
        Decide(Running(), wave, Wave(2, (Targeted, 60))).Should().BeEmpty();
        Decide(Running(), wave with { Silent = 1 }, Wave(2, (Targeted, 60))).Should().Equal(new RolloutAct.OpenWave(2));
    }

    [Fact]
    public void A_wave_that_lost_its_proofs_again_does_not_open_the_next_one()
    {
        WaveBooks wave = Wave(1, (Confirmed, 11), (Reopened, 9)) with { ProvenAt = Now.AddDays(-2), Soaked = 11 };
        Decide(Running(), wave, Wave(2, (Targeted, 60))).Should().BeEmpty();
    }

    [Fact]
    public void A_policy_that_asks_for_no_share_still_asks_for_use()
    {
        RolloutPolicy policy = new() { Soak = new() { ConfirmedPermille = 0 } };
        WaveBooks wave = Wave(1, (Downloading, 20)) with { ProvenAt = Now.AddDays(-2) };
        Decide(Running(policy), wave, Wave(2, (Targeted, 60))).Should().BeEmpty();
    }

    [Fact]
    public void A_wave_that_everybody_has_left_holds_up_nothing()
    {
        WaveBooks wave = Wave(1, (Superseded, 20));
        Decide(Running(), wave, Wave(2, (Targeted, 60))).Should().Equal(new RolloutAct.NoteProven(1));
        Decide(Running(), wave with { ProvenAt = Now.AddDays(-1) }, Wave(2, (Targeted, 60))).Should().Equal(new RolloutAct.OpenWave(2));
    }

    [Fact]
    public void Markets_are_offered_as_fast_as_their_limits_allow()
    {
        RolloutPolicy policy = new() { OffersPerHour = 100, MarketOffersPerHour = new Dictionary<string, long> { ["FR"] = 10, ["IT"] = 0 } };
        MarketPace[] paces = [new("", 30, default), new("DE", 100, default), new("ES", 130, default), new("FR", 3, default), new("IT", 5000, default)];
        RolloutControl.Decide(Running(policy), [Wave(1, (Targeted, 500))], paces, Now).Should().Equal(
            new RolloutAct.Offer("", 70), new RolloutAct.Offer("FR", 7), new RolloutAct.Offer("IT", RolloutControl.MostOffers));
    }

    [Fact]
    public void A_market_is_offered_within_its_local_windows_only()
    {
        RolloutPolicy policy = new() { Windows = [new(22 * 60, 5 * 60)] };
        (string Market, double Offset)[] markets = [("FR", 1), ("JP", 9), ("NZ", 10), ("US", -8), ("XX", -7)];
        RolloutControl.Decide(Running(policy), [Wave(1, (Targeted, 5))], [.. markets.Select(one => new MarketPace(one.Market, 0, TimeSpan.FromHours(one.Offset)))], Now)
            .OfType<RolloutAct.Offer>().Select(offer => offer.Market).Should().Equal(["NZ", "US"], "there it is 22:00 and 4:00; the end at 5:00 is exclusive");
    }

    [Fact]
    public void Only_opened_waves_are_offered_anything()
    {
        MarketPace[] paces = [new("FR", 0, default)];
        RolloutControl.Decide(Running(), [Wave(0, (Targeted, 9)), Wave(1, (Downloading, 20)), Wave(2, (Targeted, 60))], paces, Now).Should().BeEmpty();
        RolloutControl.Decide(Running(), Soaked(), paces, Now).Should().Equal(
            [new RolloutAct.OpenWave(2), new RolloutAct.Offer("FR", RolloutControl.MostOffers)], "the wave that opens now counts");
    }

    [Fact]
    public void A_rollout_is_complete_when_no_vehicle_goes_on_by_itself()
    {
        WaveBooks[] books = [Wave(0, (Targeted, 5)), Wave(1, (Confirmed, 20)), Wave(2, (Confirmed, 50), (Declined, 5), (RolledBack, 1), (Unreachable, 4)) with { ProvenAt = Now }];
        Decide(Running(wave: 2), books).Should().Equal(new RolloutAct.Complete("Every vehicle has ended or waits for a person."));
        Decide(Running(wave: 1), books).OfType<RolloutAct.Complete>().Should().BeEmpty("a wave was not opened");
        for (int state = (int)Targeted; state <= (int)Committed; state++)
        {
            WaveBooks open = Wave(2, (Confirmed, 59), ((Core.Rollouts.Installs.InstallState)state, 1)) with { ProvenAt = Now };
            Decide(Running(wave: 2), books[0], books[1], open).OfType<RolloutAct.Complete>().Should().BeEmpty();
        }
    }

    [Fact]
    public void The_last_wave_is_noted_as_proven_before_the_end() =>
        Decide(Running(wave: 2), Wave(1, (Confirmed, 20)), Wave(2, (Confirmed, 60)))
            .Should().Equal(new RolloutAct.NoteProven(2), new RolloutAct.Complete("Every vehicle has ended or waits for a person."));

    [Fact]
    public void A_population_without_anybody_to_update_is_complete_at_once() =>
        Decide(Running(wave: 0, waves: 0), Wave(0, (AlreadyCompliant, 9))).Should().Equal(new RolloutAct.Complete("No vehicle of the population can take part."));

    [Fact]
    public void After_the_deadline_nothing_begins_and_what_has_begun_is_waited_for()
    {
        Rollout rollout = Running(new RolloutPolicy { Deadline = Now });
        WaveBooks[] books = Soaked();
        MarketPace[] paces = [new("FR", 0, default)];
        RolloutControl.Decide(rollout, books, paces, Now).Should().Equal(new RolloutAct.Complete("The deadline has passed; what is still open is on the work lists."));
        books[1] = Wave(1, (Confirmed, 18), (Rebooting, 1), (Targeted, 1)) with { Begun = 19, Soaked = 15, ProvenAt = Now.AddDays(-2) };
        RolloutControl.Decide(rollout, books, paces, Now).Should().BeEmpty();
        RolloutControl.Decide(rollout, books, paces, Now.AddSeconds(-1)).Should().HaveCount(2);
    }
}
