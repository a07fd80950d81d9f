using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Server.Rollouts;
using Ota.Server.Rollouts.Control;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Rollouts.Control;

public abstract class OfferingSuite : StoreSuite
{
    [Fact]
    public async Task An_offer_is_Director_targets_a_job_and_a_hint_at_once()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(3);
        Rollout rollout = await world.FreezeAsync("one", new RolloutPolicy(), [1, 2, 3], 2, 1);
        await world.SettleAsync();
        Install install = await world.InstallAsync(rollout, 1);
        (install.State, install.Offer, install.Nonce.Length).Should().Be((InstallState.Offered, 1, 32));
        install.Targets.Should().ContainSingle().Which.Should().Be(new InstallTarget(install.Targets[0].Ecu, RolloutWorld.Before, RolloutWorld.After, 2));
        (await world.InstallAsync(rollout, 2)).Nonce.Should().NotBe(install.Nonce);
        (await world.QueryAsync<(string, long, string, string)>("SELECT vid, number, operator, bundle FROM director_assignments ORDER BY vid")).Should().Equal(
            (RolloutWorld.VidOf(1), 1, $"rollouts/{rollout.Id}", rollout.Bundle), (RolloutWorld.VidOf(2), 1, $"rollouts/{rollout.Id}", rollout.Bundle));
        world.Down.Published.Select(one => (one.Vid, one.Type)).Should().Equal((RolloutWorld.VidOf(1), "ota"), (RolloutWorld.VidOf(2), "ota"));
        (await world.QueryAsync<string>("SELECT vid FROM rollout_hints")).Should().BeEmpty();
        (await world.InstallAsync(rollout, 3)).State.Should().Be(InstallState.Targeted, "its wave is not open");
        await world.CheckBooksAsync();
    }

    [Fact]
    public async Task No_more_are_offered_in_an_hour_than_the_policy_allows()
    {
        await using RolloutWorld world = new(Database, options: new RolloutsOptions { Batch = 3 });
        await world.RegisterAsync(20);
        Rollout rollout = await world.FreezeAsync("one", new RolloutPolicy { OffersPerHour = 7 }, Numbers(20), 20);
        await world.SettleAsync();
        (await OfferedAsync(world)).Should().Be(7);
        for (int i = 0; i < 59; i++)
        {
            world.Time.Advance(TimeSpan.FromMinutes(1));
            await world.SettleAsync();
        }

        (await OfferedAsync(world)).Should().Be(7);
        world.Time.Advance(TimeSpan.FromMinutes(2));
        await world.SettleAsync();
        (await OfferedAsync(world)).Should().Be(14);
        await world.CheckBooksAsync();
        (await world.InstallAsync(rollout, 14)).State.Should().Be(InstallState.Offered);
    }

    [Fact]
    public async Task A_vehicle_in_two_rollouts_has_one_job()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(6);
        Rollout low = await world.FreezeAsync("low", new RolloutPolicy { Priority = 1 }, Numbers(6), 6);
        Rollout high = await world.FreezeAsync("high", new RolloutPolicy { Priority = 2 }, [1, 2, 3], 3);
        await world.SettleAsync();
        (await world.InstallAsync(high, 1)).State.Should().Be(InstallState.Offered, "it has the higher priority");
        (await world.InstallAsync(low, 1)).State.Should().Be(InstallState.Targeted);
        (await world.InstallAsync(low, 4)).State.Should().Be(InstallState.Offered);
        await world.CheckBooksAsync();
        await world.ProveAsync(high, 1);
        await world.ShowAsync(1, RolloutWorld.After, 10);
        world.Time.Advance(TimeSpan.FromSeconds(10));
        await world.SettleAsync();
        (await world.InstallAsync(low, 1)).State.Should().Be(InstallState.Offered, "the vehicle is free again");
        await world.CheckBooksAsync();
    }

    [Fact]
    public async Task A_higher_priority_takes_a_vehicle_that_has_not_begun()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(2);
        Rollout low = await world.FreezeAsync("low", new RolloutPolicy { Priority = 1 }, [1, 2], 2);
        await world.SettleAsync();
        await world.ReportAsync(low, 2, 1, InstallState.Installing);
        Rollout high = await world.FreezeAsync("high", new RolloutPolicy { Priority = 2 }, [1, 2], 2);
        await world.SettleAsync();
        (await world.InstallAsync(low, 1)).State.Should().Be(InstallState.Superseded);
        (await world.InstallAsync(high, 1)).State.Should().Be(InstallState.Offered);
        (await world.InstallAsync(low, 2)).State.Should().Be(InstallState.Installing);
        (await world.InstallAsync(high, 2)).State.Should().Be(InstallState.Targeted);
        (await world.QueryAsync<(long, string)>($"SELECT number, bundle FROM director_assignments WHERE vid = '{RolloutWorld.VidOf(1)}' ORDER BY number"))
            .Should().Equal((1, low.Bundle), (2, ""), (3, high.Bundle));
        await world.CheckBooksAsync();
    }

    [Fact]
    public async Task What_is_in_the_way_of_an_offer_is_looked_at_again_after_an_inventory_and_after_a_day()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(2);
        await world.ExecuteAsync("UPDATE contacts SET inventory_state = 3"); // Refused: nobody knows what the vehicles are made of.
        Rollout rollout = await world.FreezeAsync("one", new RolloutPolicy(), [1, 2], 2);
        await world.SettleAsync();
        Install install = await world.InstallAsync(rollout, 1);
        (install.State, install.Reason is null, install.RetryAt is null).Should().Be((InstallState.Targeted, false, false));
        (await world.QueryAsync<long>("SELECT COUNT(*) FROM install_turns")).Should().Equal(0);
        await world.ExecuteAsync("UPDATE contacts SET inventory_state = 1");
        await world.ShowAsync(1, RolloutWorld.Before, 2);
        world.Time.Advance(TimeSpan.FromSeconds(10));
        await world.SettleAsync();
        (await world.InstallAsync(rollout, 1)).State.Should().Be(InstallState.Offered);
        (await world.InstallAsync(rollout, 2)).State.Should().Be(InstallState.Targeted, "nothing came from it");
        world.Time.Advance(TimeSpan.FromDays(2));
        await world.SettleAsync();
        (await world.InstallAsync(rollout, 2)).State.Should().Be(InstallState.Offered);
        await world.CheckBooksAsync();
    }

    [Fact]
    public async Task After_a_pause_nothing_is_offered_whoever_has_decided_so_before()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(3);
        Rollout rollout = await world.FreezeAsync("one", new RolloutPolicy(), [1, 2, 3], 3);
        await world.Store.ApplyAsync(rollout.Number, new RolloutEvent.WaveOpened(1), "controller", world.Now);
        (await world.Get<Lease>().TryHoldAsync(default)).Should().BeTrue();
        Rollout decidedOn = (await world.Store.FindAsync(rollout.Id))!;
        await world.Store.ApplyAsync(rollout.Number, new RolloutEvent.Paused("looks odd"), "bert", world.Now);
        (int offered, bool hasMore) = await world.Get<Offering>().OfferAsync(decidedOn, RolloutWorld.Bundle(rollout.Bundle), "DE", 10, world.Now, default);
        (offered, hasMore).Should().Be((0, false));
        (await OfferedAsync(world)).Should().Be(0);
        (await world.QueryAsync<long>("SELECT COUNT(*) FROM director_assignments")).Should().Equal(0);
        await world.Store.ApplyAsync(rollout.Number, new RolloutEvent.Resumed("is fine", "bert"), "bert", world.Now);
        await world.SettleAsync();
        (await OfferedAsync(world)).Should().Be(3);
        await world.CheckBooksAsync();
    }

    [Fact]
    public async Task A_vehicle_that_an_operator_told_something_in_between_is_judged_anew()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(2);
        Rollout rollout = await world.FreezeAsync("one", new RolloutPolicy(), [1, 2], 2);
        await world.Store.ApplyAsync(rollout.Number, new RolloutEvent.WaveOpened(1), "controller", world.Now);
        IReadOnlyList<TurnOutcome> outcomes = await world.Get<OfferJudge>().JudgeAsync(rollout, RolloutWorld.Bundle(rollout.Bundle), [1, 2], world.Now, default);
        outcomes.Should().AllSatisfy(outcome => outcome.Assignment!.Number.Should().Be(1));
        await world.ExecuteAsync($"""
            INSERT INTO director_assignments (vid, number, time, operator, bundle, images) VALUES ('{RolloutWorld.VidOf(1)}', 1, 0, 'anna', '', '[]')
            """);
        await world.SettleAsync();
        (await world.QueryAsync<long>($"SELECT number FROM director_assignments WHERE vid = '{RolloutWorld.VidOf(1)}' ORDER BY number")).Should().Equal(1, 2);
        (await OfferedAsync(world)).Should().Be(2);
        await world.CheckBooksAsync();
    }

    [Fact]
    public async Task A_rollout_whose_bundle_was_withdrawn_is_held()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(1);
        Rollout rollout = await world.FreezeAsync("one", new RolloutPolicy(), [1], 1);
        world.Withdraw(rollout.Bundle);
        await world.SettleAsync();
        Rollout held = (await world.Store.FindAsync(rollout.Id))!;
        held.State.Should().Be(RolloutState.Held);
        held.Reason.Should().Contain("withdrawn");
        (await OfferedAsync(world)).Should().Be(0);
    }

    [Fact]
    public async Task Who_had_the_fix_installed_elsewhere_meanwhile_is_asked_for_the_proof()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(1);
        Rollout rollout = await world.FreezeAsync("one", new RolloutPolicy(), [1], 1);
        await world.ShowAsync(1, RolloutWorld.After, 5);
        await world.SettleAsync();
        (await world.InstallAsync(rollout, 1)).State.Should().Be(InstallState.Offered);
        (await world.ProveAsync(rollout, 1)).State.Should().Be(InstallState.Confirmed);
        await world.CheckBooksAsync();
    }

    private static long[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(number => (long)number)];

    private static async Task<long> OfferedAsync(RolloutWorld world) =>
        (await world.QueryAsync<long>("SELECT COUNT(*) FROM installs WHERE state = 2"))[0];
}

public sealed class SqliteOfferingTests : OfferingSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresOfferingTests(PostgresServer server) : OfferingSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
