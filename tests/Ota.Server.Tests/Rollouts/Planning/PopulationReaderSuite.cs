using Ota.Core.Bundles.Director;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;
using Ota.Server.Bundles.Director;
using Ota.Server.Rollouts.Planning;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Rollouts.Planning;

public abstract class PopulationReaderSuite : StoreSuite
{
    private const int Vehicles = 60;

    private static readonly string Bundle = RolloutWorld.Digest("fix");

    [Fact]
    public async Task Many_vehicles_read_at_once_are_what_each_is_read_alone()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(Vehicles);
        await TellAsync(world);
        OfferBook book = new(RolloutWorld.Bundle(Bundle), world.Get<DescribeBundle>(), world.Get<FindStagedBundle>());
        PopulationReader reader = new(Database, world.Get<ReleaseCounters>());
        IReadOnlyList<ReadVehicle> read = await reader.ReadAsync(Enumerable.Range(1, Vehicles).Select(number => (long)number), book, default);
        read.Should().HaveCount(Vehicles);
        VehicleFacts one = world.Get<VehicleFacts>();
        foreach (ReadVehicle vehicle in read)
        {
            (DirectedVehicle facts, IReadOnlyList<AssignmentRow> history) = await one.GatherAsync(
                vehicle.Candidate.Number, await one.LoadAsync(vehicle.Candidate.Number, default), digest => book.IsStagedAsync(digest, default), default);
            // Rxswins are read only for bundles that change some.
            vehicle.Candidate.Facts.Should().BeEquivalentTo(facts, options => options.Excluding(of => of.Rxswins), "vehicle {0}", vehicle.Candidate.Number);
            vehicle.History.Should().BeEquivalentTo(history, options => options.WithStrictOrdering());
        }

        read.Count(vehicle => vehicle.Candidate.Facts.Told.Count > 0).Should().BePositive();
        read.Count(vehicle => vehicle.Candidate.Facts.MayStillCome.Count > 0).Should().BePositive();
        read.Count(vehicle => vehicle.Candidate.Facts.IsInventoryRefused).Should().BePositive();
    }

    [Fact]
    public async Task What_was_proven_on_a_vehicle_comes_with_it()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(3);
        await world.ExecuteAsync("INSERT INTO remedies (vehicle, serial, rollout, sha256, release_counter, proven) VALUES (2, 'gw-1', 1, @After, 2, 0)", new { RolloutWorld.After });
        OfferBook book = new(RolloutWorld.Bundle(Bundle), world.Get<DescribeBundle>(), world.Get<FindStagedBundle>());
        IReadOnlyList<ReadVehicle> read = await new PopulationReader(Database, world.Get<ReleaseCounters>()).ReadAsync([1, 2, 4], book, default);
        read.Select(vehicle => vehicle.Candidate.Number).Should().Equal(1, 2);
        read[0].Candidate.Remedies.Should().BeEmpty();
        read[1].Candidate.Remedies.Should().Equal(new InstallTarget(EcuSerial.TryParse("gw-1")!, "", RolloutWorld.After, 2));
        read[0].Contact!.LastContact(world.Now).Should().Be(RolloutWorld.Start);
    }

    // A third was told something and asked for it, a third had it taken back, and a third was never told anything.
    private static async Task TellAsync(RolloutWorld world)
    {
        DirectorStore store = world.Get<DirectorStore>();
        DirectorImage image = new(
            EcuSerial.TryParse("gw-1")!, HardwareId.TryParse("gw")!, TargetPath.TryParse("gw/old.bin")!.Value, 3, FileHashes.TryMake(RolloutWorld.Before, null)!, 1);
        for (long number = 1; number <= Vehicles; number++)
        {
            Vid vid = Vid.TryParse(RolloutWorld.VidOf(number))!.Value;
            if (number % 3 == 0) continue;
            await store.TryAppendAsync(Row(vid, 1, RolloutWorld.Digest("other"), image), default);
            await store.TryWriteAsync(vid, 0, Files(world), default);
            if (number % 3 == 1) await store.TryAppendAsync(Row(vid, 2, "", null), default);
        }

        await world.ExecuteAsync("UPDATE contacts SET inventory_state = 3, proven_time = NULL WHERE vehicle > 40");

        AssignmentRow Row(Vid vid, long count, string bundle, DirectorImage? only) => new()
        {
            Vid = vid.Value,
            Number = count,
            Time = world.Now.ToUnixTimeMilliseconds() + count,
            Operator = "anna",
            Bundle = bundle,
            Images = ImagesText.Write(only is null ? [] : [only]),
        };
    }

    private static DirectorFiles Files(RolloutWorld world)
    {
        DirectorFile file = new(1, world.Now.AddSeconds(1), KeyId.TryParse(new string('a', 64))!.Value, System.Text.Encoding.ASCII.GetBytes(new string('x', 5000)));
        return new DirectorFiles { Assignment = 1, Targets = file, Snapshot = file, Timestamp = file };
    }
}

public sealed class SqlitePopulationReaderTests : PopulationReaderSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresPopulationReaderTests(PostgresServer server) : PopulationReaderSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
