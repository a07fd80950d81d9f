using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Server.Rollouts;
using Ota.Server.Rollouts.Control;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Server.Vehicles.Contacts;
using Ota.Testing;
using Wire = Ota.Payloads.V1;

namespace Ota.Server.Tests.Rollouts.Control;

public abstract class RolloutControllerSuite : StoreSuite
{
    private static readonly RolloutPolicy NoSoak = new() { Soak = new SoakPolicy { Time = TimeSpan.FromSeconds(1), Vehicles = 0, IgnitionCycles = 0, Metres = 0 } };

    [Fact]
    public async Task One_server_controls_and_another_goes_on_where_it_was_killed()
    {
        await using RolloutWorld one = new(Database), two = new(Database, one.Time);
        await one.RegisterAsync(4);
        Rollout rollout = await one.FreezeAsync("one", new RolloutPolicy { OffersPerHour = 2 }, [1, 2, 3, 4], 4);
        await one.SettleAsync();
        one.Time.Advance(TimeSpan.FromSeconds(14));
        await two.TickAsync();
        (await HolderAsync(one)).Should().Be(one.Get<ServerRun>().Id);
        two.Down.Published.Should().BeEmpty();
        one.Time.Advance(TimeSpan.FromHours(2)); // The first one says nothing any more.
        await two.SettleAsync();
        (await two.QueryAsync<long>("SELECT COUNT(*) FROM installs WHERE state = 2")).Should().Equal(4);
        await one.SettleAsync();
        one.Down.Published.Should().HaveCount(2, "it has lost the lease, and notices");
        await two.Get<Lease>().EndAsync(default);
        await one.TickAsync();
        (await HolderAsync(one)).Should().Be(one.Get<ServerRun>().Id, "the other let it go");
        (await one.Store.FindAsync(rollout.Id))!.State.Should().Be(RolloutState.Running);
        await one.CheckBooksAsync();
    }

    [Fact]
    public async Task Who_lost_the_lease_while_it_was_at_it_offers_nothing()
    {
        await using RolloutWorld one = new(Database), two = new(Database, one.Time);
        await one.RegisterAsync(1);
        Rollout rollout = await one.FreezeAsync("one", new RolloutPolicy(), [1], 1);
        await one.Store.ApplyAsync(rollout.Number, new RolloutEvent.WaveOpened(1), "controller", one.Now);
        (await two.Get<Lease>().TryHoldAsync(default)).Should().BeTrue();
        (await one.Get<Offering>().OfferAsync(rollout, RolloutWorld.Bundle(rollout.Bundle), "DE", 1, one.Now, default)).Should().Be((0, false));
        (await one.InstallAsync(rollout, 1)).State.Should().Be(InstallState.Targeted);
        await one.CheckBooksAsync();
    }

    [Fact]
    public async Task Revoking_reaches_everybody_in_batches_and_goes_on_after_a_kill()
    {
        RolloutsOptions options = new() { Batch = 3 };
        await using RolloutWorld one = new(Database, options: options);
        await one.RegisterAsync(10);
        long[] vehicles = [.. Enumerable.Range(1, 10).Select(number => (long)number)];
        Rollout rollout = await one.FreezeAsync("one", NoSoak, vehicles, 8);
        await one.SettleAsync();
        await one.ReportAsync(rollout, 1, 1, InstallState.Installing);
        await one.ProveAsync(rollout, 2);
        await one.Store.ApplyAsync(rollout.Number, new RolloutEvent.Revoked("unsafe"), "bert", one.Now);
        (await one.Get<Endings>().ApplyAsync(one.Now, default)).Should().BeTrue();
        (await one.QueryAsync<long>("SELECT after FROM rollout_endings")).Should().Equal(4);
        await one.CheckBooksAsync();
        await one.DisposeAsync();

        await using RolloutWorld two = new(Database, one.Time, options);
        two.Time.Advance(TimeSpan.FromMinutes(1));
        await two.SettleAsync();
        (await two.InstallAsync(rollout, 1)).State.Should().Be(InstallState.Installing, "nothing takes back what a vehicle has begun");
        (await two.InstallAsync(rollout, 2)).State.Should().Be(InstallState.Confirmed);
        foreach (long vehicle in vehicles[2..]) (await two.InstallAsync(rollout, vehicle)).State.Should().Be(InstallState.Revoked);
        (await two.QueryAsync<string>("SELECT vid FROM director_assignments WHERE bundle = '' ORDER BY vid"))
            .Should().Equal(vehicles[2..8].Select(RolloutWorld.VidOf), "these had an offer");
        (await two.QueryAsync<long>("SELECT vehicle FROM vehicle_jobs")).Should().Equal(1);
        (await two.QueryAsync<long>("SELECT COUNT(*) FROM rollout_endings")).Should().Equal(0);
        await two.CheckBooksAsync();
        await two.ProveAsync(rollout, 1);
        (await two.InstallAsync(rollout, 1)).State.Should().Be(InstallState.Confirmed);
        await two.CheckBooksAsync();
    }

    [Fact]
    public async Task A_rollout_that_is_revoked_while_it_is_still_completed_reaches_everybody()
    {
        await using RolloutWorld world = new(Database, options: new RolloutsOptions { Batch = 2 });
        await world.RegisterAsync(5);
        Rollout rollout = await world.FreezeAsync("one", NoSoak with { Deadline = world.Now.AddDays(1) }, [1, 2, 3, 4, 5], 3, 2);
        await world.SettleAsync();
        world.Time.Advance(TimeSpan.FromDays(2));
        await world.Store.ApplyAsync(rollout.Number, new RolloutEvent.Completed("deadline"), "controller", world.Now);
        (await world.Get<Endings>().ApplyAsync(world.Now, default)).Should().BeTrue();
        (await world.InstallAsync(rollout, 1)).Work.Should().Be(WorkList.Letter, "it is still open after the deadline");
        await world.Store.ApplyAsync(rollout.Number, new RolloutEvent.Revoked("unsafe"), "bert", world.Now);
        await world.SettleAsync();
        for (long vehicle = 1; vehicle <= 5; vehicle++) (await world.InstallAsync(rollout, vehicle)).State.Should().Be(InstallState.Revoked);
        await world.CheckBooksAsync();
    }

    [Fact]
    public async Task Time_alone_moves_installs_on_in_batches()
    {
        await using RolloutWorld world = new(Database, options: new RolloutsOptions { Batch = 4 });
        await world.RegisterAsync(10);
        RolloutPolicy policy = new() { UnreachableAfter = TimeSpan.FromDays(30) };
        Rollout rollout = await world.FreezeAsync("one", policy, [.. Enumerable.Range(1, 10).Select(number => (long)number)], 10);
        await world.SettleAsync();
        world.Time.Advance(TimeSpan.FromDays(15));
        await world.SettleAsync();
        (await world.QueryAsync<long>("SELECT count FROM rollout_counts WHERE what = 'work:1'")).Should().Equal(10);
        await world.CheckBooksAsync();
        world.Time.Advance(TimeSpan.FromDays(16));
        await world.SettleAsync();
        (await world.InstallAsync(rollout, 10)).State.Should().Be(InstallState.Unreachable);
        await world.CheckBooksAsync();
    }

    [Fact]
    public async Task A_rollout_goes_wave_by_wave_and_ends()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(5);
        Rollout rollout = await world.FreezeAsync("one", NoSoak, [1, 2, 3, 4, 5], 2, 3);
        await world.SettleAsync();
        (await world.InstallAsync(rollout, 3)).State.Should().Be(InstallState.Targeted);
        for (long vehicle = 1; vehicle <= 2; vehicle++) await world.ProveAsync(rollout, vehicle);
        await world.SettleAsync();
        (await world.InstallAsync(rollout, 3)).State.Should().Be(InstallState.Targeted, "the soak begins with the proofs");
        await LookAsync(world);
        (await world.InstallAsync(rollout, 3)).State.Should().Be(InstallState.Offered, "the first wave has proven it");
        for (long vehicle = 3; vehicle <= 5; vehicle++) await world.ProveAsync(rollout, vehicle);
        await LookAsync(world);
        Rollout ended = (await world.Store.FindAsync(rollout.Id))!;
        (ended.State, ended.Wave).Should().Be((RolloutState.Completed, 2));
        (await world.QueryAsync<string>("SELECT kind FROM rollout_events ORDER BY number")).Should().Equal("wave_opened", "wave_opened", "completed");
        (await world.QueryAsync<long>("SELECT COUNT(*) FROM rollout_endings")).Should().Equal(0);
        await world.CheckBooksAsync();
    }

    [Fact]
    public async Task A_hint_that_is_written_anew_while_it_is_published_is_published_again()
    {
        await using RolloutWorld world = new(Database, options: new RolloutsOptions { HintsPerTick = 2 });
        for (int i = 1; i <= 3; i++) await world.ExecuteAsync($"INSERT INTO rollout_hints (vid, time) VALUES ('{RolloutWorld.VidOf(i)}', {i})");
        HintPublisher hints = world.Get<HintPublisher>();
        (await hints.PublishAsync(world.Now, default)).Should().BeTrue();
        (await hints.PublishAsync(world.Now, default)).Should().BeFalse();
        world.Down.Published.Select(one => one.Vid).Should().Equal(Enumerable.Range(1, 3).Select(number => RolloutWorld.VidOf(number)));
        Wire.OtaCommand command = Wire.OtaCommand.Parser.ParseFrom(world.Down.Published[0].Payload);
        (command.WhatCase, command.SchemaVersion, command.ServerMs).Should().Be(
            (Wire.OtaCommand.WhatOneofCase.Hint, 1u, world.Now.ToUnixTimeMilliseconds()));
        (await world.QueryAsync<string>("SELECT vid FROM rollout_hints")).Should().BeEmpty();
    }

    private static async Task<string> HolderAsync(RolloutWorld world) => (await world.QueryAsync<string>("SELECT holder FROM leases")).Single();

    [Fact]
    public async Task Hints_wait_for_a_broker_that_is_away_and_nothing_else_does()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(2);
        Rollout rollout = await world.FreezeAsync("one", NoSoak, [1, 2], 2);
        world.Down.IsAway = true;
        while (await world.TickAsync()) continue;
        Task<bool> publishing = world.Get<HintPublisher>().PublishAsync(world.Now, default);
        await world.Down.Missed;
        await world.TickAsync();
        publishing.IsCompleted.Should().BeFalse();
        world.Time.Advance(TimeSpan.FromSeconds(11));
        (await publishing).Should().BeFalse();
        (await world.QueryAsync<long>("SELECT COUNT(*) FROM rollout_hints")).Should().Equal(2);
        world.Down.IsAway = false;
        await world.SettleAsync();
        world.Down.Published.Should().HaveCount(2);
        (await world.InstallAsync(rollout, 1)).State.Should().Be(InstallState.Offered);
    }

    // After the time that an entry waits in the inbox.
    private static async Task LookAsync(RolloutWorld world)
    {
        world.Time.Advance(TimeSpan.FromSeconds(10));
        await world.SettleAsync();
    }
}

public sealed class SqliteRolloutControllerTests : RolloutControllerSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresRolloutControllerTests(PostgresServer server) : RolloutControllerSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
