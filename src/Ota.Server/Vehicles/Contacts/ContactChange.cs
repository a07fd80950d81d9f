using System.Data.Common;
using System.Globalization;
using Dapper;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Contacts;
using Ota.Core.Vehicles.Inventories;
using Ota.Server.Rollouts;
using Ota.Server.Storage;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>Writes one message of one vehicle into a transaction.</summary>
internal sealed class ContactChange(Database database, DbConnection connection, DbTransaction transaction, long number, string run)
{
    /// <summary>Alarms of one vehicle and day that get an event; the others are only counted, so that it cannot fill its history.</summary>
    public const int MostAlarms = 5;

    // Takes the row, or makes it, so that another server's change of it waits for this one.
    private const string Take = $"""
        INSERT INTO contacts (
            vehicle, birth, death, catalogue_version, configuration, run, inventory, inventory_state, inventory_counter, inventory_key,
            inventory_digest, alarm_day, alarms, alarm_digest)
        VALUES (@number, '', '', 0, '', '', '', 0, 0, '', '', 0, 0, '')
        ON CONFLICT (vehicle) DO UPDATE SET vehicle = excluded.vehicle RETURNING {ContactRow.Columns}
        """;

    private const string Save = """
        UPDATE contacts SET
            birth = @Birth, birth_time = @BirthTime, connection_time = @ConnectionTime, death = @Death, death_time = @DeathTime,
            last_time = @LastTime, catalogue_version = @CatalogueVersion, configuration = @Configuration, run = @Run, inventory = @Inventory,
            inventory_state = @InventoryState, inventory_counter = @InventoryCounter, inventory_key = @InventoryKey,
            inventory_digest = @InventoryDigest, proven_time = @ProvenTime, alarm_day = @AlarmDay, alarms = @Alarms, alarm_digest = @AlarmDigest
        WHERE vehicle = @Vehicle
        """;

    // As they were when the vehicle's row was taken, which nobody else changes since.
    private IReadOnlyList<InventoriedEcu> _ecus = [];

    public async Task ApplyAsync(ContactWrite write)
    {
        write.Outcome = ContactOutcome.Stored;
        // The vehicle's row before the contact's, as everybody who takes both.
        VehicleChange? change = write.Inventory?.Verdict is null
            ? null
            : await VehicleChange.JoinAsync(connection, transaction, number, write.Received);
        ContactRow before = await connection.QuerySingleAsync<ContactRow>(Take, new { number }, transaction);
        InventoryStep step = new(before.ToStanding());
        if (write.Inventory is { } inventory)
        {
            step = step.Standing.After(write.Happened.Position, inventory.Digest, inventory.Verdict ?? new InventoryVerdict.Unproven(), write.Received);
            bool isSettled = inventory.Verdict is null ? step.Standing.Knows(inventory.Digest) : await IsStillTrueAsync(inventory, change!);
            if (!isSettled)
            {
                write.Outcome = ContactOutcome.KeysChanged;
                return;
            }
        }

        Contact contact = before.ToContact().After(write.Happened, write.Received);
        ContactRow after = ContactRow.From(number, contact, step.Standing);
        // A death is heard by whoever hears it; it does not make that server the vehicle's.
        after.Run = write.Happened is ContactEvent.Died ? before.Run : run;
        (after.AlarmDay, after.Alarms, after.AlarmDigest) = (before.AlarmDay, before.Alarms, before.AlarmDigest);
        if (step.Taken is { } taken)
        {
            await TakeAsync(taken, step.BeginsAnew, isLate: step.Standing.Counter != taken.Counter, change!);
            await Inbox.AddAsync(connection, transaction, number, Inbox.Inventory, write.Received);
        }

        if (step.Problems.Count > 0) await AlarmAsync(step.Problems, write, after, change!);
        write.Problems = step.Problems;
        write.InventoryOutcome = OutcomeOf(write.Inventory, step);
        await connection.ExecuteAsync(Save, after, transaction);
    }

    private static string OutcomeOf(JudgedInventory? inventory, InventoryStep step)
    {
        if (inventory is null) return "";
        if (step.Problems.Count > 0) return "refused";
        if (step.Taken is null) return step.Standing.Knows(inventory.Digest) ? "repeated" : "unproven";
        return step.Standing.Counter == step.Taken.Counter ? "proven" : "late";
    }

    private async Task<bool> IsStillTrueAsync(JudgedInventory inventory, VehicleChange change)
    {
        _ecus = await InventoriedEcu.LoadAsync(connection, transaction, number, change.Now, CancellationToken.None);
        return InventoriedEcu.BasisOf(_ecus) == inventory.Basis;
    }

    private async Task TakeAsync(InventoryVerdict.Proven taken, bool beginsAnew, bool isLate, VehicleChange change)
    {
        Dictionary<string, InventoriedEcu> ecus = _ecus.ToDictionary(ecu => ecu.Serial);
        List<(EcuSerial Serial, ImageHistory Images)> saved = [];
        List<Dictionary<string, string>> notes = [];
        bool isChanged = false;
        foreach (EcuState state in taken.Ecus)
        {
            if (!state.NewKey.IsEmpty)
            {
                await EcuUnlocks.TakeKeyAsync(change, number, state.Serial, Convert.ToBase64String(state.NewKey.Span));
                isChanged = true;
            }

            ImageHistory before = ecus[state.Serial.Value].ToHistory(beginsAnew);
            ImageHistory after = before.With(state.Image, taken.Counter);
            if (after == before && !beginsAnew) continue;
            saved.Add((state.Serial, after));
            if (after.Current == before.Current && after.Previous == before.Previous) continue;
            notes.Add(NoteOf(state.Serial, before.Current, state.Image, taken.Counter, isLate));
            isChanged = true;
        }

        if (saved.Count > 0) await SaveAsync(saved);
        await change.NoteAllAsync(VehicleEventKind.SoftwareChanged, notes);

        if (isChanged) await change.RunAsync("UPDATE vehicles SET changed = @Now WHERE number = @number", new { change.Now, number });
    }

    private Task<int> SaveAsync(IEnumerable<(EcuSerial Serial, ImageHistory Images)> all)
    {
        string sql = $"""
            UPDATE ecus SET
                image = r.image, version = r.version, digest = r.digest, counter = r.counter, previous_image = r.previous_image,
                previous_version = r.previous_version, previous_digest = r.previous_digest, previous_counter = r.previous_counter
            FROM {RowTable.Of(
                database, "@rows", "serial TEXT", "image TEXT", "version TEXT", "digest TEXT", "counter BIGINT", "previous_image TEXT",
                "previous_version TEXT", "previous_digest TEXT", "previous_counter BIGINT")}
            WHERE ecus.vehicle = @number AND ecus.serial = r.serial
            """;
        return connection.ExecuteAsync(sql, new { number, rows = RowTable.Text(all.Select(one => ValuesOf(one.Serial, one.Images))) }, transaction);
    }

    private static object?[] ValuesOf(EcuSerial serial, ImageHistory images) =>
    [
        serial.Value, images.Current.Name, images.Current.Version, images.Current.Digest, (long)images.CurrentCounter, images.Previous.Name,
        images.Previous.Version, images.Previous.Digest, (long)images.PreviousCounter,
    ];

    private static Dictionary<string, string> NoteOf(EcuSerial serial, SoftwareImage from, SoftwareImage to, ulong counter, bool isLate)
    {
        Dictionary<string, string> facts = new()
        {
            ["ecu"] = serial.Value,
            ["to"] = TextOf(to),
            ["counter"] = counter.ToString(CultureInfo.InvariantCulture),
        };
        if (isLate) facts["late"] = "yes";
        else if (from != SoftwareImage.None) facts["from"] = TextOf(from);
        return facts;
    }

    private static string TextOf(SoftwareImage image) =>
        string.Join(' ', new[] { image.Name, image.Version, image.Digest }.Where(part => part.Length > 0));

    private static async Task AlarmAsync(IReadOnlyList<InventoryProblem> problems, ContactWrite write, ContactRow row, VehicleChange change)
    {
        long day = write.Received.ToUnixTimeMilliseconds() / (long)TimeSpan.FromDays(1).TotalMilliseconds;
        if (row.AlarmDay != day) (row.AlarmDay, row.Alarms) = (day, 0);
        if (row.AlarmDigest == write.Inventory!.Digest || row.Alarms >= MostAlarms) return;
        row.Alarms++;
        row.AlarmDigest = write.Inventory.Digest;
        write.IsAlarmNoted = true;
        Dictionary<string, string> facts = new() { ["problem"] = ProblemNames.Of(problems[0].Kind) };
        if (problems[0].Ecu.Length > 0) facts["ecu"] = problems[0].Ecu;
        if (problems.Count > 1) facts["more"] = (problems.Count - 1).ToString(CultureInfo.InvariantCulture);
        await change.NoteAsync(VehicleEventKind.InventoryAlarm, facts);
    }
}
