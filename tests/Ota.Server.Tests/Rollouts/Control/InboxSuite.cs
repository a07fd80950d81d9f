using Google.Protobuf;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.TroubleCodes;
using Ota.Core.Vehicles;
using Ota.Server.Storage;
using Ota.Server.Telemetry.TroubleCodes;
using Ota.Server.Tests.Storage;
using Ota.Server.Vehicles;
using Ota.Testing;
using Wire = Ota.Payloads.V1;

namespace Ota.Server.Tests.Rollouts.Control;

public abstract class InboxSuite : StoreSuite
{
    private static readonly RolloutPolicy NoSoak = new() { Soak = new SoakPolicy { Time = TimeSpan.FromSeconds(1), Vehicles = 0, IgnitionCycles = 0, Metres = 0 } };

    [Fact]
    public async Task An_inventory_that_lost_the_fix_reopens_the_vehicle()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(2);
        Rollout rollout = await world.FreezeAsync("one", NoSoak, [1, 2], 2);
        await world.SettleAsync();
        await world.ProveAsync(rollout, 1, counter: 10);
        await world.ShowAsync(1, RolloutWorld.After, 11);
        await LookAsync(world);
        Install proven = await world.InstallAsync(rollout, 1);
        proven.State.Should().Be(InstallState.Confirmed, "it still shows the fix");
        await world.ShowAsync(1, RolloutWorld.Before, 12);
        await LookAsync(world);
        (await world.InstallAsync(rollout, 1)).State.Should().Be(InstallState.Reopened);
        (await world.QueryAsync<string>("SELECT kind FROM rollout_inbox")).Should().BeEmpty();
        await world.CheckBooksAsync();
    }

    [Theory]
    [InlineData(3, "gw", "published", InstallState.Confirmed)]
    [InlineData(2, "gw", "published", InstallState.Reopened)] // Another build of the same release.
    [InlineData(3, "gw", "open", InstallState.Reopened)] // Nobody has signed it.
    [InlineData(3, "gw2 other", "published", InstallState.Reopened)] // Of another hardware.
    public async Task A_later_signed_release_keeps_the_fix(long release, string hardware, string state, InstallState expected)
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(1);
        Rollout rollout = await world.FreezeAsync("one", NoSoak, [1], 1);
        await world.SettleAsync();
        await world.ProveAsync(rollout, 1, counter: 10);
        string later = RolloutWorld.Digest("later");
        await world.KnowImageAsync(later, hardware, release, state);
        await world.ShowAsync(1, later, 11);
        await LookAsync(world);
        (await world.InstallAsync(rollout, 1)).State.Should().Be(expected);
        await world.ShowAsync(1, RolloutWorld.Before, 12);
        await LookAsync(world);
        (await world.InstallAsync(rollout, 1)).State.Should().Be(InstallState.Reopened, "what was there before had no fix");
        await world.CheckBooksAsync();
    }

    [Fact]
    public async Task An_inventory_of_a_new_primary_counts_though_its_counter_begins_anew()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(1);
        Rollout rollout = await world.FreezeAsync("one", NoSoak, [1], 1);
        await world.SettleAsync();
        await world.ProveAsync(rollout, 1, counter: 900, key: "old");
        await world.ShowAsync(1, RolloutWorld.Before, 2, "old");
        await LookAsync(world);
        (await world.InstallAsync(rollout, 1)).State.Should().Be(InstallState.Confirmed, "that is older than the proof");
        await world.ShowAsync(1, RolloutWorld.Before, 2, "new");
        await LookAsync(world);
        (await world.InstallAsync(rollout, 1)).State.Should().Be(InstallState.Reopened);
        await world.CheckBooksAsync();
    }

    [Fact]
    public async Task What_comes_while_the_inbox_is_looked_at_is_looked_at_again()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(1);
        Rollout rollout = await world.FreezeAsync("one", NoSoak, [1], 1);
        await world.SettleAsync();
        await world.ProveAsync(rollout, 1);
        await world.ShowAsync(1, RolloutWorld.After, 11);
        long mark = (await world.QueryAsync<long>("SELECT mark FROM rollout_inbox"))[0];
        await world.ShowAsync(1, RolloutWorld.Before, 12);
        (await world.QueryAsync<long>("SELECT mark FROM rollout_inbox"))[0].Should().BeGreaterThan(mark, "an entry that was seen before does not delete this one");
    }

    [Fact]
    public async Task A_vehicle_that_left_service_leaves_the_rollout_and_no_denominator()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(3);
        Rollout rollout = await world.FreezeAsync("one", NoSoak, [1, 2, 3], 2, 1);
        await world.SettleAsync();
        VehicleChanges changes = new(Database, world.Time);
        await changes.SetStatusAsync(1, VehicleStatus.Scrapped, "burnt", "anna", default);
        await changes.SetStatusAsync(3, VehicleStatus.Stolen, "gone", "anna", default);
        await LookAsync(world);
        (await world.InstallAsync(rollout, 1)).State.Should().Be(InstallState.RemovedFromService);
        (await world.InstallAsync(rollout, 3)).State.Should().Be(InstallState.RemovedFromService);
        (await world.InstallAsync(rollout, 2)).State.Should().Be(InstallState.Offered);
        (await world.QueryAsync<long>("SELECT vehicle FROM vehicle_jobs")).Should().Equal(2);
        await world.CheckBooksAsync();
    }

    [Fact]
    public async Task A_fault_counts_if_it_is_new_since_the_proof_or_since_the_start_without_an_offer()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(4);
        await CodeAsync(world, 1, seq: 1, "0420"); // Vehicle 1 had it before.
        world.Time.Advance(TimeSpan.FromHours(1));
        Rollout rollout = await world.FreezeAsync("one", NoSoak, [1, 2, 3, 4], 2, 1);
        await world.SettleAsync();
        await world.ProveAsync(rollout, 1);
        await world.ProveAsync(rollout, 2);
        world.Time.Advance(TimeSpan.FromHours(1));
        await CodeAsync(world, 1, seq: 2, "0420");
        await CodeAsync(world, 2, seq: 1, "0420");
        await CodeAsync(world, 4, seq: 1, "0301");
        await LookAsync(world);
        (await world.InstallAsync(rollout, 1)).FaultAt.Should().BeNull();
        (await world.InstallAsync(rollout, 2)).FaultAt.Should().NotBeNull();
        (await world.InstallAsync(rollout, 4)).FaultAt.Should().NotBeNull("it is held back, for comparison");
        (await world.Books.WavesAsync(rollout.Number, default)).Select(wave => (wave.Wave, wave.Faulty, wave.FaultyTargeted)).Should().Equal((0, 1, 1), (1, 1, 0), (2, 0, 0));
        await CodeAsync(world, 1, seq: 3, "0420", "0700");
        await LookAsync(world);
        (await world.InstallAsync(rollout, 1)).FaultAt.Should().NotBeNull("that one is new");
        await world.CheckBooksAsync();
    }

    [Fact]
    public async Task A_fault_between_the_vehicles_word_and_its_proof_counts()
    {
        await using RolloutWorld world = new(Database);
        await world.RegisterAsync(1);
        Rollout rollout = await world.FreezeAsync("one", NoSoak, [1], 1);
        await world.SettleAsync();
        await world.ReportAsync(rollout, 1, 99, InstallState.Committed);
        world.Time.Advance(TimeSpan.FromMinutes(10));
        await CodeAsync(world, 1, seq: 1, "0420");
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.ProveAsync(rollout, 1);
        await LookAsync(world);
        (await world.InstallAsync(rollout, 1)).Should().Match<Install>(install => install.State == InstallState.Confirmed && install.FaultAt != null);
    }

    // After the time that an entry waits in the inbox.
    private static async Task LookAsync(RolloutWorld world)
    {
        world.Time.Advance(TimeSpan.FromSeconds(10));
        await world.SettleAsync();
    }

    private static async Task CodeAsync(RolloutWorld world, long vehicle, ulong seq, params string[] codes)
    {
        long now = world.Now.ToUnixTimeMilliseconds();
        byte[] boot = new byte[BootId.Size];
        boot[^1] = 1;
        Wire.TroubleCodeReport wire = new()
        {
            SchemaVersion = 1,
            BootId = ByteString.CopyFrom(boot),
            Stream = 1,
            Seq = seq,
            CaptureMs = now,
            SentMs = now,
            ClockQuality = Wire.ClockQuality.Gnss,
            Full = true,
        };
        wire.Codes.Add(codes.Select(code => new Wire.TroubleCode
        {
            Ecu = "ecm",
            Format = Wire.TroubleCodeFormat.J2012,
            Raw = ByteString.CopyFrom(Convert.FromHexString(code)),
        }));
        byte[] payload = wire.ToByteArray();
        TroubleCodeReport report = TroubleCodeClock.Judge(TroubleCodeReader.TryRead(payload, out _)!, world.Now, null);
        (await world.Get<TroubleCodeStore>().WriteAsync(Vid.TryParse(RolloutWorld.VidOf(vehicle))!.Value, report, payload, default))
            .Should().Be(TroubleCodeOutcome.Stored);
    }
}

public sealed class SqliteInboxTests : InboxSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresInboxTests(PostgresServer server) : InboxSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
