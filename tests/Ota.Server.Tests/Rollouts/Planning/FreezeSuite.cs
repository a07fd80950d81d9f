using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Vehicles.Filters;
using Ota.Server.Bundles.Director;
using Ota.Server.Rollouts;
using Ota.Server.Rollouts.Planning;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Server.Vehicles.Contacts;
using Ota.Testing;

namespace Ota.Server.Tests.Rollouts.Planning;

public abstract class FreezeSuite : StoreSuite
{
    private static readonly string Bundle = RolloutWorld.Digest("fix");

    private static readonly RolloutPolicy Policy = new() { Waves = [2], HoldBackPermille = 100 };

    [Fact]
    public async Task A_frozen_population_has_books_that_a_full_count_gives()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(50);
        (Rollout rollout, JudgedPopulation population) = await FreezeAsync(world);
        (rollout.State, rollout.Population, population.Eligible).Should().Be((RolloutState.Draft, 50, 50));
        IReadOnlyList<WaveBooks> waves = await world.Books.WavesAsync(rollout.Number, default);
        waves.Select(wave => (wave.Wave, wave.Size)).Should().Equal((0, 5), (1, 2), (2, 6), (3, 18), (4, 19));
        IReadOnlyList<(long Wave, long State, long Count)> rows = await world.QueryAsync<(long, long, long)>(
            "SELECT wave, state, COUNT(*) FROM installs GROUP BY wave, state");
        foreach ((long wave, long state, long count) in rows)
            waves[(int)wave].States[(Core.Rollouts.Installs.InstallState)state].Should().Be(count);
        waves.Sum(wave => wave.States.Values.Sum()).Should().Be(50);
        (await world.QueryAsync<string>("SELECT name FROM leases WHERE name LIKE 'freeze%'")).Should().BeEmpty();
    }

    [Fact]
    public async Task The_digest_of_a_population_can_be_computed_again_from_its_rows()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(30);
        (Rollout rollout, JudgedPopulation population) = await FreezeAsync(world);
        JudgedPopulation nobody = new(world.Now);
        IReadOnlyList<PopulationLine> lines = await new AmendmentStore(Database).LinesAsync(rollout.Number, default);
        PopulationName.Of(lines, nobody, FrozenWaves.One(nobody, 1)).Should().Be(rollout.PopulationDigest);
        PopulationName.Of([.. lines.Skip(1)], nobody, FrozenWaves.One(nobody, 1)).Should().NotBe(rollout.PopulationDigest);
        population.Vehicles.Should().HaveCount(30);
    }

    [Fact]
    public async Task What_a_kill_left_of_a_population_is_never_seen_and_goes_when_nobody_holds_it()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(30);
        PopulationStore store = new(Database, world.Get<ServerRun>(), world.Time);
        (RolloutRow hidden, JudgedPopulation population) = await BeginAsync(world, store);
        await store.WriteAsync(hidden.Number, 0, population, FrozenWaves.One(population, 1), hidden.Created, default);

        (await world.Store.FindAsync(hidden.Id)).Should().BeNull();
        (await world.Store.FindAsync(hidden.Number)).Should().BeNull();
        (await new RolloutReads(Database, world.Store).ListAsync(null, 0, 10, default)).Should().BeEmpty();
        (await new InstallLists(Database).RolloutsOfAsync(1, 10, default)).Should().BeEmpty();

        FreezeSweeper sweeper = new(Database, NullLogger<FreezeSweeper>.Instance);
        (await sweeper.SweepAsync(world.Now, default)).Should().Be(0, "somebody may still be writing");
        world.Time.Advance(TimeSpan.FromMinutes(3));
        (await sweeper.SweepAsync(world.Now, default)).Should().Be(1);
        (await world.QueryAsync<long>("SELECT (SELECT COUNT(*) FROM installs) + (SELECT COUNT(*) FROM rollouts) + (SELECT COUNT(*) FROM leases)")).Should().Equal(0);

        // The writer was not dead but slow: it is told so, and shows nothing.
        RpcException lost = (await FluentActions.Awaiting(
            () => store.WriteAsync(hidden.Number, 0, population, FrozenWaves.One(population, 1), hidden.Created, default)).Should().ThrowAsync<RpcException>()).Which;
        lost.StatusCode.Should().Be(StatusCode.Aborted);
        (await world.QueryAsync<long>("SELECT COUNT(*) FROM installs")).Should().Equal(0);
    }

    [Fact]
    public async Task What_is_shown_is_not_swept()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(10);
        (Rollout rollout, _) = await FreezeAsync(world);
        world.Time.Advance(TimeSpan.FromDays(1));
        (await new FreezeSweeper(Database, NullLogger<FreezeSweeper>.Instance).SweepAsync(world.Now, default)).Should().Be(0);
        (await world.Store.FindAsync(rollout.Id))!.Population.Should().Be(10);
    }

    [Fact]
    public async Task A_list_means_its_vehicles_and_no_others()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(30);
        JudgedPopulation population = await JudgeAsync(world, new Selection(Selection.List) { Numbers = [3, 7, 29, 999] });
        population.Vehicles.Select(vehicle => (vehicle.Number, vehicle.Vid.ToString())).Should().Equal(
            (3, RolloutWorld.VidOf(3)), (7, RolloutWorld.VidOf(7)), (29, RolloutWorld.VidOf(29)));
    }

    private static async Task<(Rollout Rollout, JudgedPopulation Population)> FreezeAsync(RolloutWorld world)
    {
        PopulationStore store = new(world.Database, world.Get<ServerRun>(), world.Time);
        Selection all = All();
        JudgedPopulation population = await JudgeAsync(world, all);
        Freezer freezer = new(
            world.Database, store, world.Get<System.Security.Cryptography.RandomNumberGenerator>(), world.Time, NullLogger<Freezer>.Instance);
        long number = await freezer.FreezeAsync(new RolloutWish("fix", Bundle, Policy, all.Filter, all.Text), all, population, "anna", default);
        return ((await world.Store.FindAsync(number))!, population);
    }

    private static async Task<(RolloutRow Hidden, JudgedPopulation Population)> BeginAsync(RolloutWorld world, PopulationStore store)
    {
        JudgedPopulation population = await JudgeAsync(world, All());
        RolloutRow hidden = await store.BeginAsync(number => new RolloutRow
        {
            Number = number,
            Id = "0123456789ab",
            Policy = System.Text.Encoding.UTF8.GetString(PolicyForm.Write(Policy)),
            PolicyDigest = PolicyForm.DigestOf(Policy),
            Created = world.Now.ToUnixTimeMilliseconds(),
        }, default);
        return (hidden, population);
    }

    private static Task<JudgedPopulation> JudgeAsync(RolloutWorld world, Selection selection)
    {
        PopulationJudge judge = new(world.Database, new PopulationReader(world.Database, world.Get<ReleaseCounters>()), world.Time);
        OfferBook book = new(RolloutWorld.Bundle(Bundle), world.Get<DescribeBundle>(), world.Get<FindStagedBundle>());
        return judge.JudgeAsync(selection, book, Policy, default);
    }

    private static Selection All() => new("year > 0") { Filter = FilterParser.TryParse("year > 0", out _) };
}

public sealed class SqliteFreezeTests : FreezeSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresFreezeTests(PostgresServer server) : FreezeSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
