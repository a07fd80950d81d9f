using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Tests.Vehicles.Inventories;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Contacts;
using Ota.Core.Vehicles.Inventories;
using Ota.Server.Bridge.Lanes;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Server.Tests.Vehicles;
using Ota.Server.Vehicles;
using Ota.Server.Vehicles.Contacts;
using Ota.Server.Vehicles.Enrolment;
using Ota.Server.Vehicles.Rebirths;
using Ota.Testing;

namespace Ota.Server.Tests.Contacts;

public abstract class ContactStoreSuite : StoreSuite, IAsyncLifetime
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SigningEcu _gateway = SigningEcu.Primary("gw-1");
    private readonly SigningEcu _battery = SigningEcu.Secondary("bms-1");
    private Vid _car;
    private ServerRun _run = null!;
    private ContactStore _contacts = null!;

    private VehicleStore Store => new(Database);

    private ServerRunStore Runs => new(Database, _run, _time);

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        await ImportAsync(1, _gateway, _battery);
        _car = (await Store.LoadAsync([1], default))[1].Vid;
        _run = new ServerRun(_random);
        await Runs.SignAsync(default);
        _contacts = new ContactStore(Database, _run, NullLogger<ContactStore>.Instance);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await _contacts.DisposeAsync();
        await _services.DisposeAsync();
        await DisposeAsync();
    }

    [Fact]
    public async Task A_birth_says_when_and_a_proven_inventory_what_runs()
    {
        (await BirthAsync(At(1, 1, 1), _gateway.Inventory(_car, 1, _battery))).Should().Be(UpReceipt.Stored);
        KnownContact contact = (await _contacts.FindAsync(1, default))!;
        contact.IsOnline(_time.GetUtcNow()).Should().BeTrue();
        (contact.Row.InventoryState, contact.Row.InventoryCounter, contact.Row.CatalogueVersion).Should().Be((1, 1, 7));
        V1.Contact shown = ContactMessages.From(contact, _time.GetUtcNow());
        (shown.Online, shown.BootCount, shown.OnlineSinceTime.ToDateTimeOffset(), shown.InventoryProvenTime.ToDateTimeOffset()).Should().Be(
            (true, 1ul, _time.GetUtcNow(), _time.GetUtcNow()));
        (await ImagesAsync()).Should().Equal((_battery.Software, SoftwareImage.None), (_gateway.Software, SoftwareImage.None));
        (await EventsAsync()).Select(happened => (happened.Kind, happened.Facts["ecu"], happened.Facts["counter"])).Should().BeEquivalentTo(
            [(VehicleEventKind.SoftwareChanged, "gw-1", "1"), (VehicleEventKind.SoftwareChanged, "bms-1", "1")]);
    }

    [Fact]
    public async Task Only_what_changed_leaves_an_event_and_the_image_before_is_kept()
    {
        await BirthAsync(At(1, 1, 1), _gateway.Inventory(_car, 1, _battery));
        int before = (await EventsAsync()).Count;
        await BirthAsync(At(1, 1, 2), _gateway.Inventory(_car, 2, _battery));
        (await EventsAsync()).Should().HaveCount(before, "nothing else runs");
        SigningEcu updated = _battery with { Version = "2.0" };
        await ReportAsync(At(1, 1, 3), _gateway.Inventory(_car, 3, updated));
        VehicleEvent change = (await EventsAsync())[^1];
        (change.Facts["ecu"], change.Facts["from"], change.Facts["to"]).Should().Be(
            ("bms-1", $"fw 1.0 {_battery.Digest}", $"fw 2.0 {updated.Digest}"));
        (await ImagesAsync())[0].Should().Be((updated.Software, _battery.Software));
        (await Store.LoadAsync([1], default))[1].Changed.Should().Be(_time.GetUtcNow());
    }

    [Fact]
    public async Task The_same_messages_leave_the_same_state_in_any_order()
    {
        MessagePosition[] positions = [At(1, 1, 1), At(1, 2, 2), At(2, 1, 1), At(2, 1, 2)];
        string[] versions = ["1.0", "2.0", "3.0", "3.0"];
        List<string> states = [];
        for (int number = 2; number < 14; number++)
        {
            await ImportAsync(number, _gateway, _battery);
            Vid car = (await Store.LoadAsync([number], default))[number].Vid;
            // Once: a resent message keeps its bytes.
            byte[][] signed = [.. versions.Select((version, i) => _gateway.Inventory(car, (ulong)i + 1, _battery with { Version = version }))];
            int[] order = [0, 1, 2, 3, 1, 3];
            if (number > 2) new Random(number).Shuffle(order);
            foreach (int i in order) await DeskOf().TakeAsync(car, Birth(positions[i], signed[i]), _time.GetUtcNow(), default);
            ContactRow row = (await _contacts.FindAsync(number, default))!.Row;
            Ecu battery = (await Store.LoadAsync([number], default))[number].Ecus[0];
            states.Add($"{row.Birth} {row.Inventory} {row.InventoryCounter} {row.InventoryState} {row.Alarms} {battery.Current} {battery.Previous}");
        }

        states.Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task A_forged_inventory_is_an_alarm_and_changes_nothing_but_presence()
    {
        await BirthAsync(At(1, 1, 1), _gateway.Inventory(_car, 1, _battery));
        int before = (await EventsAsync()).Count;
        byte[] forged = SigningEcu.Primary("gw-1").Inventory(_car, 2, _battery with { Version = "evil" });
        (await BirthAsync(At(2, 1, 1), forged)).Should().Be(UpReceipt.Stored, "it is in contact all the same");
        (await BirthAsync(At(2, 1, 1), forged)).Should().Be(UpReceipt.Stored);
        ContactRow row = (await _contacts.FindAsync(1, default))!.Row;
        (row.Birth, row.InventoryState, row.InventoryCounter).Should().Be((At(2, 1, 1).ToString(), 3, 1));
        (await ImagesAsync())[0].Should().Be((_battery.Software, SoftwareImage.None));
        VehicleEvent alarm = (await EventsAsync()).Skip(before).Should().ContainSingle().Subject;
        (alarm.Kind, alarm.Facts["problem"], alarm.Facts["ecu"]).Should().Be((VehicleEventKind.InventoryAlarm, "unexpected_key", "gw-1"));
    }

    [Fact]
    public async Task Alarms_fill_no_history()
    {
        await BirthAsync(At(1, 1, 1), _gateway.Inventory(_car, 9, _battery));
        int before = (await EventsAsync()).Count;
        for (ulong i = 0; i < 20; i++) await BirthAsync(At(2, 1, i + 1), SigningEcu.Primary("gw-1").Inventory(_car, 10 + i, _battery));
        (await EventsAsync()).Should().HaveCount(before + ContactChange.MostAlarms);
        _time.Advance(TimeSpan.FromDays(1));
        await BirthAsync(At(3, 1, 1), SigningEcu.Primary("gw-1").Inventory(_car, 50, _battery));
        (await EventsAsync()).Should().HaveCount(before + ContactChange.MostAlarms + 1);
    }

    [Fact]
    public async Task An_old_inventory_that_is_shown_again_is_an_alarm()
    {
        byte[] old = _gateway.Inventory(_car, 1, _battery);
        await BirthAsync(At(1, 1, 1), old);
        await BirthAsync(At(1, 1, 2), _gateway.Inventory(_car, 2, _battery with { Version = "2.0" }));
        await BirthAsync(At(1, 1, 3), old);
        (await EventsAsync())[^1].Facts["problem"].Should().Be("replayed");
        (await ImagesAsync())[0].Item1.Version.Should().Be("2.0");
    }

    [Fact]
    public async Task A_replaced_ECU_needs_an_unlock_and_uses_it_up()
    {
        await BirthAsync(At(1, 1, 1), _gateway.Inventory(_car, 1, _battery));
        SigningEcu replaced = SigningEcu.Secondary("bms-1") with { ShowsKey = true };
        await BirthAsync(At(1, 1, 2), _gateway.Inventory(_car, 2, replaced));
        (await EventsAsync())[^1].Facts["problem"].Should().Be("unexpected_key");
        await new EcuUnlocks(Database, _time, _random).TryUnlockAsync(
            1, EcuSerial.TryParse("bms-1")!, "replaced", _time.GetUtcNow().AddHours(1), "anna", default);
        await BirthAsync(At(1, 1, 3), _gateway.Inventory(_car, 3, replaced));
        (await EventsAsync())[^1].Kind.Should().Be(VehicleEventKind.EcuKeyChanged);
        (await Store.LoadAsync([1], default))[1].Ecus[0].PublicKey.Should().Be(Convert.ToBase64String(replaced.PublicKey));
        await BirthAsync(At(1, 1, 4), _gateway.Inventory(_car, 4, _battery with { ShowsKey = true }));
        (await EventsAsync())[^1].Facts["problem"].Should().Be("unexpected_key", "the unlock is used up");
    }

    [Fact]
    public async Task An_unlock_that_ends_while_a_message_waits_counts_as_it_was_when_the_message_came()
    {
        DateTimeOffset received = _time.GetUtcNow();
        await new EcuUnlocks(Database, _time, _random).TryUnlockAsync(
            1, EcuSerial.TryParse("bms-1")!, "replaced", received.AddHours(1), "anna", default);
        _time.Advance(TimeSpan.FromHours(2));
        SigningEcu replaced = SigningEcu.Secondary("bms-1") with { ShowsKey = true };
        (await DeskOf().TakeAsync(_car, Birth(At(1, 1, 1), _gateway.Inventory(_car, 1, replaced)), received, default)).Should().Be(UpReceipt.Stored);
        (await _contacts.FindAsync(1, default))!.Row.InventoryState.Should().Be(1);
    }

    [Fact]
    public async Task A_replaced_primary_counts_anew()
    {
        await BirthAsync(At(1, 1, 1), _gateway.Inventory(_car, 100, _battery));
        await new EcuUnlocks(Database, _time, _random).TryUnlockAsync(
            1, EcuSerial.TryParse("gw-1")!, "replaced", _time.GetUtcNow().AddHours(1), "anna", default);
        SigningEcu replaced = SigningEcu.Primary("gw-1") with { ShowsKey = true };
        await BirthAsync(At(2, 1, 1), replaced.Inventory(_car, 1, _battery with { Version = "0.9" }));
        ContactRow row = (await _contacts.FindAsync(1, default))!.Row;
        (row.InventoryState, row.InventoryCounter).Should().Be((1, 1));
        (await ImagesAsync())[0].Should().Be(((_battery with { Version = "0.9" }).Software, _battery.Software));
    }

    [Fact]
    public async Task A_vehicle_that_enrols_anew_may_count_its_starts_anew_but_not_its_inventories()
    {
        await BirthAsync(At(100, 1, 1), _gateway.Inventory(_car, 5, _battery));
        long now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        EnrolmentStore enrolment = new(Database, _time);
        ClaimRow claim = new() { Id = "c", Vehicle = 1, SecretHash = "h", Operator = "anna", Created = now, Expires = now + 1000 };
        await enrolment.AddClaimsAsync([claim], default);
        await enrolment.EnrolAsync(claim, _ => new CertificateRow { Fingerprint = "f", Issued = now, Expires = now + 1000 }, default);
        (await _contacts.FindAsync(1, default))!.IsOnline(_time.GetUtcNow()).Should().BeFalse("its connections ended with its certificates");
        await BirthAsync(At(1, 1, 1), _gateway.Inventory(_car, 4, _battery with { Version = "0.9" }));
        KnownContact contact = (await _contacts.FindAsync(1, default))!;
        (contact.IsOnline(_time.GetUtcNow()), contact.Row.InventoryState, contact.Row.InventoryCounter).Should().Be((true, 3, 5));
        (await EventsAsync())[^1].Facts["problem"].Should().Be("replayed");
    }

    [Fact]
    public async Task Without_keys_a_birth_is_presence_and_its_inventory_unproven()
    {
        SigningEcu keyless = _gateway with { Key = null, Serial = "gw-2" };
        await ImportAsync(2, keyless);
        Vid car = (await Store.LoadAsync([2], default))[2].Vid;
        await DeskOf().TakeAsync(car, Birth(At(1, 1, 1), keyless.Inventory(car, 1)), _time.GetUtcNow(), default);
        KnownContact contact = (await _contacts.FindAsync(2, default))!;
        (contact.IsOnline(_time.GetUtcNow()), contact.Row.InventoryState).Should().Be((true, 2));
        (await Store.LoadAsync([2], default))[2].Ecus[0].Current.Should().Be(SoftwareImage.None);
        (await Store.EventsAsync(2, 1, 100, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_vehicle_that_nobody_registered_leaves_nothing()
    {
        Vid stranger = Vid.Create(_random);
        (await DeskOf().TakeAsync(stranger, Birth(At(1, 1, 1), []), _time.GetUtcNow(), default)).Outcome.Should().Be("unknown_vehicle");
        (await DeskOf().TakeAsync(stranger, Birth(At(1, 1, 1), [1]), _time.GetUtcNow(), default)).Outcome.Should().Be("unknown_vehicle");
        (await Store.FindAsync(stranger, default)).Should().BeNull();
    }

    [Fact]
    public async Task A_death_ends_its_connection_and_no_later_one()
    {
        await BirthAsync(At(1, 1, 1), []);
        _time.Advance(TimeSpan.FromMinutes(5));
        await Runs.SignAsync(default);
        await DieAsync(At(1, 1, 0));
        KnownContact dead = (await _contacts.FindAsync(1, default))!;
        dead.IsOnline(_time.GetUtcNow()).Should().BeFalse();
        dead.LastContact(_time.GetUtcNow()).Should().Be(_time.GetUtcNow());
        await BirthAsync(At(1, 2, 2), []);
        await DieAsync(At(1, 1, 0));
        (await _contacts.FindAsync(1, default))!.IsOnline(_time.GetUtcNow()).Should().BeTrue();
    }

    [Fact]
    public async Task Nobody_stays_online_with_a_server_that_was_killed()
    {
        await BirthAsync(At(1, 1, 1), []);
        _time.Advance(TimeSpan.FromSeconds(40));
        await Runs.SignAsync(default);
        DateTimeOffset seen = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(59));
        (await _contacts.FindAsync(1, default))!.IsOnline(_time.GetUtcNow()).Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(2));
        KnownContact contact = (await _contacts.FindAsync(1, default))!;
        contact.IsOnline(_time.GetUtcNow()).Should().BeFalse();
        contact.LastContact(_time.GetUtcNow()).Should().Be(seen);
    }

    [Fact]
    public async Task A_server_that_stops_in_good_order_takes_its_vehicles_offline_at_once()
    {
        await BirthAsync(At(1, 1, 1), []);
        await Runs.EndAsync(default);
        (await _contacts.FindAsync(1, default))!.IsOnline(_time.GetUtcNow()).Should().BeFalse();
    }

    [Fact]
    public async Task Messages_of_one_vehicle_at_the_same_time_are_taken_one_after_the_other()
    {
        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Task.Run(
            () => BirthAsync(At(1, 1, (ulong)i), _gateway.Inventory(_car, (ulong)i, _battery with { Version = $"{i}" })))));
        ContactRow row = (await _contacts.FindAsync(1, default))!.Row;
        (row.Birth, row.InventoryCounter, row.Alarms).Should().Be((At(1, 1, 20).ToString(), 20, 0));
        (await ImagesAsync())[0].Should().Be(((_battery with { Version = "20" }).Software, (_battery with { Version = "19" }).Software));
    }

    /// <summary>Proven, repeated, forged, old and late inventories, births, deaths, and vehicles that nobody knows.</summary>
    [Fact]
    public async Task Messages_that_share_a_commit_leave_what_each_would_have_left_alone()
    {
        const int vehicles = 8;
        Random random = new(7);
        List<ContactWrite>[] pieces = [[], []]; // The same for two halves of the fleet.
        for (int i = 0; i < vehicles; i++)
        {
            int seed = random.Next();
            for (int half = 0; half < 2; half++) pieces[half].AddRange(await MessagesAsync((2 * i) + half + 2, new Random(seed)));
        }

        Vid unknown = Vid.Create(_random);
        pieces[0].Add(new ContactWrite(unknown, new ContactEvent.Died(At(1, 1, 1)), _time.GetUtcNow()));
        await using DbConnection connection = await Database.ConnectAsync(default);
        await using (DbTransaction transaction = await Database.BeginWriteAsync(connection, default))
        {
            await new ContactBatch(Database, connection, transaction, _run.Id).WriteAsync(pieces[0]);
            await transaction.CommitAsync();
        }

        pieces[0][^1].Outcome.Should().Be(ContactOutcome.UnknownVehicle);
        foreach (ContactWrite write in pieces[1]) await _contacts.WriteAsync(write, default);
        pieces[0].Zip(pieces[1]).Should().OnlyContain(pair => pair.First.InventoryOutcome == pair.Second.InventoryOutcome && pair.First.Outcome == pair.Second.Outcome);
        pieces[1].Select(write => write.InventoryOutcome).Distinct().Should().Contain(["proven", "refused", "unproven", ""]);
        for (int i = 0; i < vehicles; i++) (await LeftAsync(connection, (2 * i) + 2)).Should().Equal(await LeftAsync(connection, (2 * i) + 3));
    }

    [Fact]
    public async Task A_proven_inventory_of_a_vehicle_in_a_rollout_is_left_for_the_rollout_to_look_at()
    {
        await BirthAsync(At(1, 1, 1), _gateway.Inventory(_car, 1, _battery));
        (await InboxAsync()).Should().BeEmpty("it is in no rollout");
        await using (DbConnection connection = await Database.ConnectAsync(default))
        {
            await connection.ExecuteAsync("""
                INSERT INTO installs (
                    rollout, vehicle, amendment, wave, market, verdict, verdict_reason, verdict_text, inventory, state, since, revision, work, reason, body)
                VALUES (1, 1, 0, 1, 'DE', 1, '', '', '', 1, 0, 0, 0, '', '{}')
                """);
        }

        await BirthAsync(At(1, 1, 2), SigningEcu.Primary("gw-1").Inventory(_car, 2, _battery));
        (await InboxAsync()).Should().BeEmpty("it is forged");
        await BirthAsync(At(1, 1, 3), _gateway.Inventory(_car, 3, _battery));
        (string Kind, long Mark) entry = (await InboxAsync()).Should().ContainSingle().Subject;
        entry.Should().Be(("inventory", _time.GetUtcNow().ToUnixTimeMilliseconds()));
        await BirthAsync(At(1, 1, 4), _gateway.Inventory(_car, 4, _battery));
        (await InboxAsync()).Should().Equal(("inventory", entry.Mark + 1));

        async Task<IReadOnlyList<(string Kind, long Mark)>> InboxAsync()
        {
            await using DbConnection connection = await Database.ConnectAsync(default);
            return [.. await connection.QueryAsync<(string, long)>("SELECT kind, mark FROM rollout_inbox")];
        }
    }

    // All have the same ECUs with the same keys, so that halves are alike.
    private async Task<IReadOnlyList<ContactWrite>> MessagesAsync(int number, Random random)
    {
        await ImportAsync(number, _gateway, _battery);
        Vid car = (await Store.LoadAsync([number], default))[number].Vid;
        string basis = InventoriedEcu.BasisOf((await _contacts.LoadBasisAsync(car, _time.GetUtcNow(), default))!.Ecus);
        List<ContactWrite> all = [];
        for (ulong seq = 1; seq <= 6; seq++)
        {
            ContactEvent happened = random.Next(4) == 0 ? new ContactEvent.Died(At(1, 1, seq)) : new ContactEvent.Born(At(1, 1, seq), 7, "");
            EcuState state = new(EcuSerial.TryParse("bms-1")!, new SoftwareImage("fw", $"{random.Next(3)}", ""), 1, ReadOnlyMemory<byte>.Empty);
            InventoryVerdict? verdict = random.Next(4) switch
            {
                0 => null,
                1 => new InventoryVerdict.Refused([new InventoryProblem(InventoryProblemKind.BadSignature, "bms-1")]),
                2 => new InventoryVerdict.Unproven(),
                _ => new InventoryVerdict.Proven((ulong)random.Next(1, 5), "key", ReadOnlyMemory<byte>.Empty, [state]),
            };
            string digest = $"{seq}";
            all.Add(new ContactWrite(car, happened, _time.GetUtcNow(), happened is ContactEvent.Died || verdict is null ? null : new JudgedInventory(digest, verdict, basis)));
        }

        return all;
    }

    private static async Task<IReadOnlyList<string>> LeftAsync(DbConnection connection, int number)
    {
        string[] tables =
        [
            "SELECT birth, birth_time, death, death_time, last_time, run, inventory, inventory_state, inventory_counter, inventory_key, inventory_digest, "
                + "proven_time, alarm_day, alarms, alarm_digest FROM contacts WHERE vehicle = @number",
            "SELECT serial, image, version, digest, counter, previous_version, previous_counter FROM ecus WHERE vehicle = @number ORDER BY serial",
            "SELECT number, kind, facts FROM vehicle_events WHERE vehicle = @number AND number > 1 ORDER BY number",
            "SELECT events, changed FROM vehicles WHERE number = @number",
        ];
        List<string> left = [];
        foreach (string sql in tables)
            left.AddRange((await connection.QueryAsync(sql, new { number })).Select(row => string.Join(' ', ((IDictionary<string, object?>)row).Values)));
        return left;
    }

    private static MessagePosition At(ulong start, uint connection, ulong seq)
    {
        byte[] boot = new byte[BootId.Size];
        boot[^1] = (byte)start;
        BootId.TryRead(boot, out BootId id).Should().BeTrue();
        return new MessagePosition(start, id, connection, seq);
    }

    private static ContactMessage Birth(MessagePosition position, byte[] signed) =>
        new(new ContactEvent.Born(position, 7, ""), ByteString.CopyFrom(signed));

    private ContactDesk DeskOf() => new(
        _contacts,
        new RebirthDesk(new RebirthOptions(), _time, new Random(1)),
        new ContactMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()),
        NullLogger<ContactDesk>.Instance);

    private Task<UpReceipt> BirthAsync(MessagePosition position, byte[] signed) =>
        DeskOf().TakeAsync(_car, Birth(position, signed), _time.GetUtcNow(), default);

    private Task<UpReceipt> ReportAsync(MessagePosition position, byte[] signed) => DeskOf().TakeAsync(
        _car, new ContactMessage(new ContactEvent.Reported(position), ByteString.CopyFrom(signed)), _time.GetUtcNow(), default);

    private Task<UpReceipt> DieAsync(MessagePosition position) => DeskOf().TakeAsync(
        _car, new ContactMessage(new ContactEvent.Died(position), ByteString.Empty), _time.GetUtcNow(), default);

    private async Task<IReadOnlyList<VehicleEvent>> EventsAsync() => await Store.EventsAsync(1, 1, 1000, default);

    private async Task<IReadOnlyList<(SoftwareImage, SoftwareImage)>> ImagesAsync() =>
        [.. (await Store.LoadAsync([1], default))[1].Ecus.Select(ecu => (ecu.Current, ecu.Previous))];

    private async Task ImportAsync(int number, params SigningEcu[] ecus)
    {
        await using VinDirectory vins = new(Database, _time, _random, NullLogger<VinDirectory>.Instance);
        V1.Vehicle car = Fleet.Car(number);
        car.Ecus.Clear();
        car.Ecus.Add(ecus.Select(ecu => new V1.Ecu
        {
            Serial = ecu.Serial,
            HardwareId = ecu.Hardware,
            Role = (V1.EcuRole)ecu.Role,
            PublicKey = ByteString.CopyFrom(ecu.PublicKey),
        }));
        ImportBatch batch = new() { LastLine = number };
        batch.Vehicles.Add(new ImportRowReader(number, batch.Problems).Read(car, Vid.Create(_random), _time.GetUtcNow())!);
        ImportState state = (await new ImportStore(Database, vins, _time).TryApplyAsync($"i{number}", "anna", null, batch, default))!;
        state.Added.Should().Be(1);
    }
}

public sealed class SqliteContactStoreTests : ContactStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresContactStoreTests(PostgresServer server) : ContactStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
