using System.Data.Common;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Vehicles;
using Ota.Server.Rollouts;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Rollouts.Installs;

public abstract class InstallDeskSuite : StoreSuite, IAsyncLifetime
{
    private RolloutWorld _world = null!;

    private protected static RolloutPolicy Policy => new() { Windows = [], Soak = new SoakPolicy { Time = TimeSpan.FromSeconds(1), Vehicles = 0, IgnitionCycles = 0, Metres = 0 } };

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        _world = new RolloutWorld(Database);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await _world.DisposeAsync();
        await DisposeAsync();
    }

    [Fact]
    public async Task Reports_of_one_install_at_the_same_time_end_where_the_clean_sequence_does()
    {
        Rollout rollout = await OfferedAsync(1);
        InstallState[] states = [InstallState.Acknowledged, InstallState.Downloading, InstallState.Downloaded, InstallState.Verified, InstallState.WaitSafeState];
        (int Seq, InstallState State)[] reports = [.. Enumerable.Range(0, 40).Select(seq => (seq + 1, states[seq / 8]))];
        new Random(7).Shuffle(reports);
        await Task.WhenAll(reports.Select(report => Task.Run(() => ApplyAsync(rollout, 1, Report(1, 1, report.Seq, report.State)))));
        Install install = await _world.InstallAsync(rollout, 1);
        (install.State, install.Heard).Should().Be((InstallState.WaitSafeState, new ReportPosition(1, 1, 40)));
        await _world.CheckBooksAsync();
    }

    [Fact]
    public async Task After_every_step_the_books_are_what_a_full_count_gives()
    {
        Rollout rollout = await OfferedAsync(12);
        Random random = new(11);
        for (int i = 0; i < 120; i++)
        {
            long vehicle = random.Next(1, 13);
            _world.Time.Advance(TimeSpan.FromMinutes(random.Next(1, 300)));
            Install install = await _world.InstallAsync(rollout, vehicle);
            await ApplyAsync(rollout, vehicle, Any(random, install));
            await _world.CheckBooksAsync();
        }
    }

    [Fact]
    public async Task What_is_not_committed_leaves_nothing()
    {
        Rollout rollout = await OfferedAsync(3);
        InstallWriter writer = _world.Get<InstallWriter>();
        await using (DbConnection connection = await Database.ConnectAsync(default))
        {
            await using DbTransaction transaction = await Database.BeginWriteAsync(connection, default);
            InstallBatch batch = await writer.TakeAsync(connection, transaction, [new(rollout.Number, 1), new(rollout.Number, 2)], default);
            foreach (InstallChange change in batch.All) change.Apply(new InstallEvent.Revoked(), StoredTime.Round(_world.Now));
            (await writer.SaveAsync(batch, _world.Now, default)).Should().HaveCount(2);
        }

        (await _world.InstallAsync(rollout, 1)).State.Should().Be(InstallState.Offered);
        (await _world.QueryAsync<long>("SELECT COUNT(*) FROM director_assignments WHERE bundle = ''")).Should().Equal(0);
        await _world.CheckBooksAsync();
    }

    [Fact]
    public async Task A_job_is_given_back_with_its_end_and_another_rollout_has_its_turn()
    {
        Rollout first = await OfferedAsync(2);
        Rollout second = await _world.FreezeAsync("second", Policy, [1, 2], 2);
        await _world.SettleAsync();
        (await _world.InstallAsync(second, 1)).State.Should().Be(InstallState.Targeted);
        (await _world.QueryAsync<long>("SELECT vehicle FROM install_turns")).Should().BeEmpty();
        await _world.ProveAsync(first, 1);
        (await _world.QueryAsync<(long, long)>("SELECT rollout, vehicle FROM install_turns")).Should().Equal((second.Number, 1));
        (await _world.QueryAsync<(long, long)>("SELECT rollout, vehicle FROM vehicle_jobs")).Should().Equal((first.Number, 2));
        await _world.CheckBooksAsync();
    }

    [Fact]
    public async Task A_proven_fix_is_kept_and_counted()
    {
        Rollout rollout = await OfferedAsync(1);
        (await _world.ProveAsync(rollout, 1)).State.Should().Be(InstallState.Confirmed);
        (await _world.QueryAsync<(long, string, string, long)>("SELECT vehicle, serial, sha256, release_counter FROM remedies"))
            .Should().Equal((1, RolloutWorld.Ecu, RolloutWorld.After, 2));
        (await _world.QueryAsync<(string, long)>("SELECT what, count FROM rollout_pace ORDER BY what")).Should().Equal(("confirmed", 1), ("offered:DE", 1));
        await _world.CheckBooksAsync();
    }

    [Fact]
    public async Task A_signature_that_does_not_hold_stops_the_rollout_with_the_report_that_says_so()
    {
        Rollout rollout = await OfferedAsync(2);
        await ApplyAsync(rollout, 1, Report(1, 1, 1, InstallState.RolledBack, new FailureReason(FailureFamily.Authenticity, 1)));
        Rollout held = (await _world.Store.FindAsync(rollout.Id))!;
        held.State.Should().Be(RolloutState.Held);
        (await _world.QueryAsync<(string, string)>($"SELECT actor, kind FROM rollout_events WHERE rollout = {rollout.Number} ORDER BY number"))
            .Should().Equal(("controller", "wave_opened"), ("controller", "held"));
        await ApplyAsync(rollout, 2, Report(1, 1, 1, InstallState.RolledBack, new FailureReason(FailureFamily.Authenticity, 1)));
        (await _world.Store.FindAsync(rollout.Id))!.Revision.Should().Be(held.Revision, "it is held already");
        await _world.CheckBooksAsync();
    }

    [Fact]
    public async Task Only_what_this_rollout_told_last_is_taken_back()
    {
        Rollout rollout = await OfferedAsync(2);
        await _world.ExecuteAsync($"""
            INSERT INTO director_assignments (vid, number, time, operator, bundle, images) VALUES ('{RolloutWorld.VidOf(2)}', 2, 0, 'anna', 'other', '[]')
            """);
        await ApplyAsync(rollout, 1, new InstallEvent.Revoked());
        await ApplyAsync(rollout, 2, new InstallEvent.Revoked());
        (await _world.QueryAsync<(string, long, string, string)>("SELECT vid, number, operator, bundle FROM director_assignments WHERE number > 1 ORDER BY vid"))
            .Should().Equal((RolloutWorld.VidOf(1), 2, $"rollouts/{rollout.Id}", ""), (RolloutWorld.VidOf(2), 2, "anna", "other"));
        await _world.CheckBooksAsync();
    }

    [Fact]
    public async Task An_install_is_found_as_the_vehicles_job_and_by_its_rollout()
    {
        Rollout rollout = await OfferedAsync(1);
        Vid vid = Vid.TryParse(RolloutWorld.VidOf(1))!.Value, stranger = Vid.TryParse(new string('f', 32))!.Value;
        FoundInstall found = (await _world.Desk.FindAsync(vid, null, default))!;
        (found.Rollout.Id, found.Install.State, found.Market).Should().Be((rollout.Id, InstallState.Offered, "DE"));
        (await _world.Desk.FindAsync(vid, rollout.Id, default))!.Install.Should().BeEquivalentTo(await _world.InstallAsync(rollout, 1));
        FoundInstall?[] none = await Task.WhenAll(
            _world.Desk.FindAsync(vid, "000000000000", default), _world.Desk.FindAsync(stranger, null, default), _world.Desk.FindAsync(stranger, rollout.Id, default));
        none.Should().AllSatisfy(one => one.Should().BeNull());
        await ApplyAsync(rollout, 1, new InstallEvent.Revoked());
        (await _world.Desk.FindAsync(vid, null, default)).Should().BeNull();
        (await _world.Desk.FindAsync(vid, rollout.Id, default))!.Install.State.Should().Be(InstallState.Revoked);
        (await _world.Desk.ApplyAsync(rollout.Number, 99, new InstallEvent.Revoked(), default)).Should().BeNull();
    }

    private async Task<Rollout> OfferedAsync(int vehicles)
    {
        await _world.RegisterAsync(vehicles);
        Rollout rollout = await _world.FreezeAsync("first", Policy, [.. Enumerable.Range(1, vehicles).Select(number => (long)number)], vehicles);
        await _world.SettleAsync();
        (await _world.QueryAsync<long>("SELECT COUNT(*) FROM vehicle_jobs")).Should().Equal(vehicles);
        return rollout;
    }

    private async Task<InstallStep> ApplyAsync(Rollout rollout, long vehicle, InstallEvent happened) =>
        (await _world.Desk.ApplyAsync(rollout.Number, vehicle, happened, default))!;

    private static InstallEvent.Reported Report(int offer, int attempt, long seq, InstallState state, FailureReason? reason = null) =>
        new InstallEvent.Reported(new VehicleReport(new ReportPosition(offer, attempt, seq), state) { Reason = reason });

    private static InstallEvent Any(Random random, Install install)
    {
        InstallState[] said = [.. Enum.GetValues<InstallState>().Where(InstallStates.IsReportable)];
        InventoryFinding finding = new((ulong)random.Next(1, 1000), new string('c', 64), random.Next(2) == 0, random.Next(3) == 0 ? [EcuSerial.TryParse("gw-1")!] : []);
        return random.Next(12) switch
        {
            < 5 => Report(install.Offer, random.Next(1, 4), random.Next(1, 50), said[random.Next(said.Length)], Reason(random)),
            5 => new InstallEvent.Contacted(new VehicleUse(random.Next(100), random.Next(100_000))),
            6 => new InstallEvent.Shown(finding, new string('d', 32)),
            7 => new InstallEvent.FaultSeen("gw-1 P0420"),
            8 => new InstallEvent.RetryWanted("anna"),
            9 => new InstallEvent.Claimed("workshop"),
            10 when random.Next(4) == 0 => new InstallEvent.Removed("scrapped"),
            _ => new InstallEvent.TimePassed(),
        };
    }

    private static FailureReason? Reason(Random random)
    {
        // Not of the family that stops the rollout, which other tests are about.
        FailureFamily[] families = [.. Enum.GetValues<FailureFamily>().Where(family => family != FailureFamily.Authenticity)];
        return random.Next(3) == 0 ? null : new FailureReason(families[random.Next(families.Length)], random.Next(1, 5), "E:1");
    }
}

public sealed class SqliteInstallDeskTests : InstallDeskSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresInstallDeskTests(PostgresServer server) : InstallDeskSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
