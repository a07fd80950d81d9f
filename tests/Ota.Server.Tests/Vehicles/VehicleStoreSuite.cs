using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Filters;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Server.Vehicles;
using Ota.Testing;

namespace Ota.Server.Tests.Vehicles;

public abstract class VehicleStoreSuite : StoreSuite
{
    private static readonly VinLookup Why = new("anna", "c1", "ota.v1.Vehicles/GetVehicle", "case 1", "vin,vehicle");

    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();

    private VehicleStore Store => new(Database);

    private VehicleChanges Changes => new(Database, _time);

    private EcuUnlocks Unlocks => new(Database, _time, _random);

    [Fact]
    public async Task What_was_imported_is_found_whole()
    {
        await using VinDirectory vins = NewDirectory();
        await ImportAsync(vins, Batch(1, 3));
        long?[] numbers = [.. await vins.FindAsync([VinOf(2), VinOf(9), VinOf(2)], Why, default)];
        numbers.Should().Equal(2, null, 2);
        Vehicle car = (await Store.LoadAsync([2], default))[2];
        V1.Vehicle expected = Fleet.Car(2);
        (car.Model, car.Year, car.Market, car.Status, car.Tenure, car.Registered).Should().Be(
            (expected.Model, expected.Year, "DE", VehicleStatus.Active, 1, _time.GetUtcNow()));
        car.Options.Should().Equal("1ZA", "PR2");
        car.Tags.Should().Equal(new Dictionary<string, string> { ["depot"] = "north" });
        car.Rxswins.Should().Equal("R79 002");
        car.Ecus.Select(ecu => ecu.Serial.Value).Should().Equal("bms-2", "gw-2");
        car.Ecus[1].Current.Should().Be(new SoftwareImage("gw", "1.0", ""));
        car.Ecus[1].PublicKey.Should().Be(expected.Ecus[0].PublicKey.ToBase64());
        (await Store.FindAsync(car.Vid, default)).Should().Be(2);
        (await Store.FindAsync(Vid.Create(_random), default)).Should().BeNull();
    }

    [Fact]
    public async Task Each_look_up_is_written_down_before_it_is_answered()
    {
        await using VinDirectory vins = NewDirectory();
        await ImportAsync(vins, Batch(1, 3));
        await vins.FindAsync([VinOf(1), VinOf(2), VinOf(9)], Why, default);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await vins.RevealAsync([2], Why with { Operator = "bert", Purpose = "audit" }, default)).Should().ContainKey(2).WhoseValue.Should().Be(VinOf(2));
        (await vins.LookupsAsync(2, 10, default)).Select(row => (row.Operator, row.Purpose, row.Asked)).Should().Equal(("bert", "audit", 1), ("anna", "case 1", 3));
        (await vins.LookupsAsync(1, 10, default)).Should().ContainSingle().Which.Fields.Should().Be("vin,vehicle");
        (await vins.LookupsAsync(3, 10, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task An_import_stores_a_batch_with_its_progress_or_neither()
    {
        await using VinDirectory vins = NewDirectory();
        ImportStore imports = new(Database, vins, _time);
        ImportState? first = await imports.TryApplyAsync("i", "anna", null, Batch(1, 2), default);
        (first!.Added, first.Refused, first.LastLine).Should().Be((2, 0, 2));
        (await imports.TryApplyAsync("i", "anna", null, Batch(3, 2), default)).Should().BeNull("another call has stored lines meanwhile");
        (await Store.CountAsync(new FilterNode.Everything(), default)).Should().Be(2);
        ImportState? second = await imports.TryApplyAsync("i", "anna", first, Batch(2, 3), default);
        (second!.Added, second.Refused, second.LastLine).Should().Be((4, 1, 4), "the VIN of line 2 is registered");
        (await imports.ProblemsAsync("i", default)).Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Line = 2L, Field = "vin", Sentence = "A vehicle with this VIN is registered already; it stays as it is." });
        (await imports.FindAsync("i", default)).Should().BeEquivalentTo(second);
        (await imports.FindAsync("other", default)).Should().BeNull();
    }

    [Fact]
    public async Task After_a_large_import_what_is_in_the_tables_is_counted_anew()
    {
        await using VinDirectory vins = NewDirectory();
        ImportStore imports = new(Database, vins, _time);
        await imports.TryApplyAsync("i", "anna", null, Batch(1, 2), default);
        await imports.SettleAsync(default);
        await using DbConnection connection = await Database.ConnectAsync(default);
        string rows = Database.Kind == "sqlite" ? "SELECT MAX(CAST(stat AS INTEGER)) FROM sqlite_stat1 WHERE tbl = 'vehicles'"
            : "SELECT reltuples FROM pg_class WHERE relname = 'vehicles'";
        (await connection.ExecuteScalarAsync<long>(rows)).Should().Be(2);
    }

    [Fact]
    public async Task The_same_VIN_twice_in_one_batch_counts_once()
    {
        await using VinDirectory vins = NewDirectory();
        ImportBatch batch = Batch(1, 2);
        batch.Vehicles.Add(batch.Vehicles[0] with { Line = 3, Vehicle = batch.Vehicles[0].Vehicle with { Vid = Vid.Create(_random) } });
        batch.LastLine = 3;
        ImportState state = await ImportAsync(vins, batch);
        (state.Added, state.Refused).Should().Be((2, 1));
        (await new ImportStore(Database, vins, _time).ProblemsAsync("i", default)).Should().ContainSingle().Which.Line.Should().Be(3);
    }

    [Fact]
    public async Task Vehicles_are_listed_by_registration_in_pages()
    {
        await using VinDirectory vins = NewDirectory();
        await ImportAsync(vins, Batch(1, 5));
        FilterNode odd = FilterParser.TryParse("model = Golf", out _)!;
        (await Store.ListAsync(odd, 0, 2, default)).Select(listed => listed.Number).Should().Equal(1, 3);
        (await Store.ListAsync(odd, 3, 2, default)).Select(listed => listed.Number).Should().Equal(5);
        (await Store.CountAsync(odd, default)).Should().Be(3);
    }

    [Fact]
    public async Task Each_change_leaves_an_event_and_what_changes_nothing_leaves_none()
    {
        await using VinDirectory vins = NewDirectory();
        await ImportAsync(vins, Batch(1, 1));
        _time.Advance(TimeSpan.FromDays(1));
        await Changes.SetStatusAsync(1, VehicleStatus.Scrapped, "fire", "anna", default);
        await Changes.SetStatusAsync(1, VehicleStatus.Scrapped, "fire", "bert", default);
        (await Changes.TryTagAsync(1, new Dictionary<string, string> { ["depot"] = "west", ["new"] = "" }, [], "anna", default)).Should().BeTrue();
        (await Changes.TryTagAsync(1, new Dictionary<string, string> { ["depot"] = "west" }, ["new", "unheard"], "anna", default)).Should().BeTrue();
        (await Changes.TryStartTenureAsync(1, _time.GetUtcNow(), "anna", default)).Should().BeTrue();
        (await Changes.TryStartTenureAsync(1, _time.GetUtcNow(), "anna", default)).Should().BeFalse();

        IReadOnlyList<VehicleEvent> events = await Store.EventsAsync(1, 0, 100, default);
        events.Select(happened => happened.Number).Should().Equal(1, 2, 3, 4, 5, 6);
        events.Select(happened => (happened.Kind, string.Join(' ', happened.Facts.OrderBy(fact => fact.Key).Select(fact => $"{fact.Key}={fact.Value}")))).Should().Equal(
            (VehicleEventKind.Registered, "import=i line=1"),
            (VehicleEventKind.StatusChanged, "from=active reason=fire to=scrapped"),
            (VehicleEventKind.TagChanged, "from=south tag=depot to=west"),
            (VehicleEventKind.TagChanged, "tag=new to="),
            (VehicleEventKind.TagChanged, "from= tag=new"),
            (VehicleEventKind.TenureStarted, "start=2026-03-02T12:00:00.0000000Z tenure=2"));
        events[1].Time.Should().Be(_time.GetUtcNow());
        Vehicle car = (await Store.LoadAsync([1], default))[1];
        (car.Status, car.StatusReason, car.Tenure, car.TenureStart, car.Changed).Should().Be(
            (VehicleStatus.Scrapped, "fire", 2, _time.GetUtcNow(), _time.GetUtcNow()));
    }

    [Fact]
    public async Task A_vehicle_keeps_a_limited_number_of_tags()
    {
        await using VinDirectory vins = NewDirectory();
        await ImportAsync(vins, Batch(1, 1));
        Dictionary<string, string> many = Enumerable.Range(0, Vehicle.MaxTags).ToDictionary(i => $"t{i}", _ => "");
        (await Changes.TryTagAsync(1, many, [], "anna", default)).Should().BeFalse("it has one already");
        (await Changes.TryTagAsync(1, many, ["depot"], "anna", default)).Should().BeTrue();
    }

    [Fact]
    public async Task Changes_of_one_vehicle_at_the_same_time_get_their_numbers_one_after_the_other()
    {
        await using VinDirectory vins = NewDirectory();
        await ImportAsync(vins, Batch(1, 1));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => Changes.TryTagAsync(1, new Dictionary<string, string> { [$"t{i}"] = "x" }, [], "anna", default))));
        (await Store.EventsAsync(1, 0, 100, default)).Select(happened => happened.Number).Should().Equal(Enumerable.Range(1, 9).Select(i => (long)i));
    }

    [Fact]
    public async Task An_ECU_changes_its_key_once_per_unlock_and_never_without()
    {
        await using VinDirectory vins = NewDirectory();
        await ImportAsync(vins, Batch(1, 1));
        EcuSerial gateway = EcuSerial.TryParse("gw-1")!;
        (await KeyAsync(gateway, 1)).Should().Be(EcuKeyChange.Unexpected);
        (await Unlocks.TryUnlockAsync(1, gateway, "replaced", _time.GetUtcNow().AddHours(1), "anna", default)).Should().HaveLength(32);
        (await KeyAsync(gateway, 1)).Should().Be(EcuKeyChange.Changed);
        (await KeyAsync(gateway, 1)).Should().Be(EcuKeyChange.Same);
        (await KeyAsync(gateway, 2)).Should().Be(EcuKeyChange.Unexpected, "the unlock is used up");
        IReadOnlyList<VehicleEvent> events = await Store.EventsAsync(1, 1, 100, default);
        events.Select(happened => happened.Kind).Should().Equal(VehicleEventKind.EcuUnlocked, VehicleEventKind.EcuKeyChanged);
        events[1].Facts["unlock"].Should().Be(events[0].Facts["unlock"]);
    }

    [Fact]
    public async Task An_unlock_ends_by_itself_and_the_first_key_needs_none()
    {
        await using VinDirectory vins = NewDirectory();
        await ImportAsync(vins, Batch(1, 1));
        EcuSerial battery = EcuSerial.TryParse("bms-1")!;
        (await KeyAsync(battery, 1)).Should().Be(EcuKeyChange.Changed);
        await Unlocks.TryUnlockAsync(1, battery, "replaced", _time.GetUtcNow().AddHours(1), "anna", default);
        _time.Advance(TimeSpan.FromHours(1));
        (await KeyAsync(battery, 2)).Should().Be(EcuKeyChange.Unexpected);
        (await KeyAsync(EcuSerial.TryParse("none")!, 2)).Should().Be(EcuKeyChange.NoSuchEcu);
        (await Unlocks.TryUnlockAsync(1, EcuSerial.TryParse("none")!, "x", _time.GetUtcNow().AddHours(1), "anna", default)).Should().BeNull();
    }

    [Fact]
    public async Task Two_at_the_same_time_cannot_use_one_unlock()
    {
        await using VinDirectory vins = NewDirectory();
        await ImportAsync(vins, Batch(1, 1));
        EcuSerial gateway = EcuSerial.TryParse("gw-1")!;
        await Unlocks.TryUnlockAsync(1, gateway, "replaced", _time.GetUtcNow().AddHours(1), "anna", default);
        EcuKeyChange[] outcomes = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => Task.Run(() => KeyAsync(gateway, (byte)i))));
        outcomes.Should().ContainSingle(outcome => outcome == EcuKeyChange.Changed);
        outcomes.Should().OnlyContain(outcome => outcome == EcuKeyChange.Changed || outcome == EcuKeyChange.Unexpected);
    }

    [Fact]
    public async Task VINs_are_in_one_table_only()
    {
        await using VinDirectory vins = NewDirectory();
        ImportBatch batch = Batch(1, 2);
        await ImportAsync(vins, batch);
        await vins.FindAsync([VinOf(1)], Why, default);
        await Changes.SetStatusAsync(1, VehicleStatus.Stolen, "reported", "anna", default);
        string[] tables = await TableText.TablesWithAsync(Database, Fleet.VinOf(1));
        tables.Should().Equal("vins");
    }

    private static Vin VinOf(long number) => Vin.TryParse(Fleet.VinOf(number))!;

    private VinDirectory NewDirectory() => new(Database, _time, _random, NullLogger<VinDirectory>.Instance);

    private Task<EcuKeyChange> KeyAsync(EcuSerial serial, byte key) =>
        Unlocks.TakeKeyAsync(1, serial, new[] { (byte)0x30, (byte)30 }.Concat(Enumerable.Repeat(key, 30)).ToArray(), "", default);

    private async Task<ImportState> ImportAsync(VinDirectory vins, ImportBatch batch) =>
        (await new ImportStore(Database, vins, _time).TryApplyAsync("i", "anna", null, batch, default))!;

    private ImportBatch Batch(int first, int count)
    {
        ImportBatch batch = new() { LastLine = first + count - 1 };
        for (int line = first; line < first + count; line++)
            batch.Vehicles.Add(new ImportRowReader(line, batch.Problems).Read(Fleet.Car(line), Vid.Create(_random), _time.GetUtcNow())!);
        return batch;
    }
}

public sealed class SqliteVehicleStoreTests : VehicleStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresVehicleStoreTests(PostgresServer server) : VehicleStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
