using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Policies;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Rollouts.Control;

public abstract class RolloutStoreSuite : StoreSuite
{
    [Fact]
    public async Task Of_those_who_pause_and_resume_at_once_each_sees_what_the_one_before_has_left()
    {
        await using RolloutWorld world = new(Database);
        Rollout rollout = await world.FreezeAsync("one", new RolloutPolicy(), []);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => world.Store.ApplyAsync(
            rollout.Number, i % 2 == 0 ? new RolloutEvent.Paused("looks odd") : new RolloutEvent.Resumed("is fine", "bert"), "bert", world.Now))));
        IReadOnlyList<string> kinds = await world.QueryAsync<string>("SELECT kind FROM rollout_events ORDER BY number");
        kinds.Should().NotBeEmpty();
        kinds.Should().Equal(Enumerable.Range(0, kinds.Count).Select(i => i % 2 == 0 ? "paused" : "resumed"));
        Rollout after = (await world.Store.FindAsync(rollout.Id))!;
        after.Revision.Should().Be(kinds.Count);
        after.State.Should().Be(kinds.Count % 2 == 0 ? RolloutState.Running : RolloutState.Paused);
    }

    [Fact]
    public async Task What_is_refused_leaves_nothing_and_says_why()
    {
        await using RolloutWorld world = new(Database);
        Rollout rollout = await world.FreezeAsync("one", new RolloutPolicy(), []);
        (Rollout? applied, string refusal) = await world.Store.ApplyAsync(rollout.Number, new RolloutEvent.Cancelled("no"), "anna", world.Now);
        applied.Should().BeNull();
        refusal.Should().Contain("halt or revoke");
        (await world.Store.ApplyAsync(99, new RolloutEvent.Started(), "anna", world.Now)).Rollout.Should().BeNull();
        (await world.QueryAsync<string>("SELECT kind FROM rollout_events")).Should().BeEmpty();
        (await world.Store.FindAsync(rollout.Number)).Should().BeEquivalentTo(rollout);
    }

    [Fact]
    public async Task What_the_guard_saw_is_kept_with_the_hold()
    {
        await using RolloutWorld world = new(Database);
        Rollout rollout = await world.FreezeAsync("one", new RolloutPolicy(), []);
        GuardEvidence evidence = new(10, 3, 0, 5, 1);
        await world.Store.ApplyAsync(rollout.Number, new RolloutEvent.Held("too many failures", evidence), "controller", world.Now);
        Rollout held = (await world.Store.FindAsync(rollout.Id))!;
        (held.State, held.Reason, held.Judged).Should().Be((RolloutState.Held, "too many failures", evidence));
        (await world.Store.RunningAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task The_rollout_of_higher_priority_comes_first()
    {
        await using RolloutWorld world = new(Database);
        foreach (int priority in new[] { 1, 5, 3 }) await world.FreezeAsync($"p{priority}", new RolloutPolicy { Priority = priority }, []);
        (await world.Store.RunningAsync()).Select(rollout => rollout.Title).Should().Equal("p5", "p3", "p1");
    }

    [Fact]
    public async Task A_wave_is_opened_with_the_turns_of_its_vehicles()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(5);
        await world.RegisterAsync(2, market: "FR");
        Rollout rollout = await world.FreezeAsync("one", new RolloutPolicy(), [1, 6, 2, 3, 4], 2, 2);
        await world.Store.ApplyAsync(rollout.Number, new RolloutEvent.WaveOpened(1), "controller", world.Now);
        (await world.QueryAsync<(string, long, long)>("SELECT market, wave, vehicle FROM install_turns ORDER BY market")).Should().Equal(("DE", 1, 1), ("FR", 1, 6));
        IReadOnlyList<MarketPace> paces = await world.Books.PacesAsync(rollout.Number, world.Now, default);
        paces.Select(pace => (pace.Market, pace.LastHour, pace.UtcOffset)).Should().Equal(("DE", 0, TimeSpan.FromHours(1)), ("FR", 0, TimeSpan.FromHours(1)));
        (await world.Books.WavesAsync(rollout.Number, default)).Select(wave => (wave.Wave, wave.Size, wave.Opened)).Should().Equal(
            (0, 1, null), (1, 2, world.Now), (2, 2, null));
    }
}

public sealed class SqliteRolloutStoreTests : RolloutStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresRolloutStoreTests(PostgresServer server) : RolloutStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
