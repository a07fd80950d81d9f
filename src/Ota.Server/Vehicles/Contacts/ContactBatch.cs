using System.Data.Common;
using Dapper;
using Ota.Core.Vehicles;
using Ota.Server.Rollouts;
using Ota.Server.Storage;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>Writes messages of many vehicles into one transaction, with as many statements as of one.</summary>
internal sealed class ContactBatch(Database database, DbConnection connection, DbTransaction transaction, string run)
{
    private static readonly string[] Saved =
    [
        "vehicle BIGINT", "birth TEXT", "birth_time BIGINT", "connection_time BIGINT", "death TEXT", "death_time BIGINT", "last_time BIGINT",
        "catalogue_version BIGINT", "configuration TEXT", "run TEXT", "inventory TEXT", "inventory_state BIGINT", "inventory_counter BIGINT",
        "inventory_key TEXT", "inventory_digest TEXT", "proven_time BIGINT", "alarm_day BIGINT", "alarms BIGINT", "alarm_digest TEXT",
    ];

    private static readonly string[] SavedImages =
    [
        "vehicle BIGINT", "serial TEXT", "image TEXT", "version TEXT", "digest TEXT", "counter BIGINT", "previous_image TEXT", "previous_version TEXT",
        "previous_digest TEXT", "previous_counter BIGINT",
    ];

    public async Task WriteAsync(IReadOnlyList<ContactWrite> items)
    {
        Dictionary<string, long> numbers = await NumbersAsync(items);
        foreach (ContactWrite item in items.Where(item => !numbers.ContainsKey(item.Vehicle.Value))) item.Outcome = ContactOutcome.UnknownVehicle;
        ContactWrite[] known = [.. items.Where(item => numbers.ContainsKey(item.Vehicle.Value))];
        // Everybody takes vehicles before their contacts, and each in the order of their numbers, so that two servers cannot wait for each other.
        await TakeVehiclesAsync([.. known.Where(IsJudged).Select(item => numbers[item.Vehicle.Value]).Distinct()]);
        Queue<ContactWrite>[] vehicles = [.. known.GroupBy(item => numbers[item.Vehicle.Value], (_, all) => new Queue<ContactWrite>(all))];
        while (vehicles.Length > 0)
        {
            // One message of each vehicle; what it sent next finds what this one left.
            await ApplyAsync(vehicles.Select(one => one.Dequeue()).ToDictionary(item => numbers[item.Vehicle.Value]));
            vehicles = [.. vehicles.Where(one => one.Count > 0)];
        }
    }

    private static bool IsJudged(ContactWrite item) => item.Inventory?.Verdict is not null;

    private async Task<Dictionary<string, long>> NumbersAsync(IEnumerable<ContactWrite> items)
    {
        string sql = $"SELECT vid, number FROM vehicles WHERE {database.IsIn("vid", "@list")}";
        object list = database.ListOf(items.Select(item => item.Vehicle.Value).Distinct());
        return (await connection.QueryAsync<(string Vid, long Number)>(sql, new { list }, transaction)).ToDictionary(row => row.Vid, row => row.Number);
    }

    private async Task TakeVehiclesAsync(long[] numbers)
    {
        if (numbers.Length == 0) return;
        string sql = $"SELECT number FROM vehicles WHERE {database.IsIn("number", "@list")} ORDER BY number{database.ForUpdate}";
        await connection.ExecuteAsync(sql, new { list = database.ListOf(numbers) }, transaction);
    }

    private async Task ApplyAsync(Dictionary<long, ContactWrite> items)
    {
        Dictionary<long, ContactRow> before = await TakeContactsAsync(items.Keys);
        ILookup<long, InventoriedEcu> ecus = await InventoriedEcu.LoadAsync(
            database, connection, transaction, [.. items.Where(item => IsJudged(item.Value)).Select(item => (item.Key, item.Value.Received))]);
        ContactChange[] changes = [.. items.Select(item => ContactChange.Of(item.Value, before[item.Key], ecus[item.Key], run)).OfType<ContactChange>()];
        foreach (ContactChange change in changes.Where(change => change.Keys.Count > 0)) await TakeKeysAsync(change);
        await SaveImagesAsync(changes);
        await VehicleNotes.SaveAsync(database, connection, transaction, [.. changes.Select(change => change.Notes)], CancellationToken.None);
        await Inbox.AddAsync(
            database, connection, transaction, [.. changes.Where(change => change.IsProven).Select(change => (change.Vehicle, change.Received))], Inbox.Inventory);
        await SaveContactsAsync(changes);
    }

    // Takes the rows, or makes them, so that another server's change of them waits for this one.
    private async Task<Dictionary<long, ContactRow>> TakeContactsAsync(IReadOnlyCollection<long> vehicles)
    {
        string take = $"SELECT {ContactRow.Columns} FROM contacts WHERE {database.IsIn("vehicle", "@list")} ORDER BY vehicle{database.ForUpdate}";
        Dictionary<long, ContactRow> taken = (await connection.QueryAsync<ContactRow>(take, new { list = database.ListOf(vehicles) }, transaction))
            .ToDictionary(row => row.Vehicle);
        object?[][] missing = [.. vehicles.Where(vehicle => !taken.ContainsKey(vehicle)).Select(vehicle => new object?[] { vehicle })];
        if (missing.Length == 0) return taken;
        string make = $"""
            INSERT INTO contacts (
                vehicle, birth, death, catalogue_version, configuration, run, inventory, inventory_state, inventory_counter, inventory_key,
                inventory_digest, alarm_day, alarms, alarm_digest)
            SELECT r.vehicle, '', '', 0, '', '', '', 0, 0, '', '', 0, 0, '' FROM {RowTable.Of(database, "@rows", "vehicle BIGINT")}
            WHERE TRUE ORDER BY r.vehicle
            ON CONFLICT (vehicle) DO UPDATE SET vehicle = excluded.vehicle RETURNING {ContactRow.Columns}
            """;
        foreach (ContactRow row in await connection.QueryAsync<ContactRow>(make, new { rows = RowTable.Text(missing) }, transaction)) taken.Add(row.Vehicle, row);
        return taken;
    }

    private async Task TakeKeysAsync(ContactChange change)
    {
        VehicleChange vehicle = VehicleChange.Within(database, connection, transaction, change.Vehicle, change.Received);
        foreach ((EcuSerial serial, string key) in change.Keys) await EcuUnlocks.TakeKeyAsync(vehicle, change.Vehicle, serial, key);
    }

    private async Task SaveImagesAsync(ContactChange[] changes)
    {
        object?[][] rows =
        [
            .. changes.SelectMany(change => change.Images.Select(one => new object?[]
            {
                change.Vehicle, one.Serial.Value, one.Images.Current.Name, one.Images.Current.Version, one.Images.Current.Digest,
                (long)one.Images.CurrentCounter, one.Images.Previous.Name, one.Images.Previous.Version, one.Images.Previous.Digest,
                (long)one.Images.PreviousCounter,
            })),
        ];
        if (rows.Length == 0) return;
        string save = $"""
            UPDATE ecus SET {SetsOf(SavedImages.Skip(2))} FROM {RowTable.Of(database, "@rows", SavedImages)}
            WHERE ecus.vehicle = r.vehicle AND ecus.serial = r.serial
            """;
        await connection.ExecuteAsync(save, new { rows = RowTable.Text(rows) }, transaction);
    }

    private async Task SaveContactsAsync(ContactChange[] changes)
    {
        if (changes.Length == 0) return;
        string save = $"UPDATE contacts SET {SetsOf(Saved.Skip(1))} FROM {RowTable.Of(database, "@rows", Saved)} WHERE contacts.vehicle = r.vehicle";
        await connection.ExecuteAsync(save, new { rows = RowTable.Text(changes.Select(change => ValuesOf(change.After))) }, transaction);
    }

    private static object?[] ValuesOf(ContactRow row) =>
    [
        row.Vehicle, row.Birth, row.BirthTime, row.ConnectionTime, row.Death, row.DeathTime, row.LastTime, row.CatalogueVersion, row.Configuration, row.Run,
        row.Inventory, row.InventoryState, row.InventoryCounter, row.InventoryKey, row.InventoryDigest, row.ProvenTime, row.AlarmDay, row.Alarms,
        row.AlarmDigest,
    ];

    private static string SetsOf(IEnumerable<string> columns) =>
        string.Join(", ", columns.Select(column => column[..column.IndexOf(' ', StringComparison.Ordinal)]).Select(name => $"{name} = r.{name}"));
}
