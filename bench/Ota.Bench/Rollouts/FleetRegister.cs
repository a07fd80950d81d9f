using System.Data.Common;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;
using Ota.Server.Storage;

namespace Ota.Bench.Rollouts;

/// <summary>Fills the register by the stores' own way for rows in bulk. Not measured: the import is, by the verb vehicles.</summary>
internal sealed class FleetRegister(Database database, BenchFleet fleet, DateTimeOffset now)
{
    private const int AtOnce = 50_000;

    private static readonly string[] Models = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"];
    private static readonly string[] Markets = ["DE", "FR", "IT", "ES", "NL", "SE"];

    private readonly long _now = now.ToUnixTimeMilliseconds();

    public async Task FillAsync(int vehicles)
    {
        await using DbConnection connection = await database.ConnectAsync(default);
        await database.ExpectBulkAsync(connection, default);
        for (int first = 1; first <= vehicles; first += AtOnce)
        {
            int last = Math.Min(first + AtOnce - 1, vehicles);
            await using DbTransaction transaction = await database.BeginWriteAsync(connection, default);
            await FillAsync(connection, first, last, WriteVehicle, "vehicles",
                "number", "vid", "model", "year", "plant", "market", "trim", "powertrain", "status", "status_reason", "registered", "changed", "tenure", "events");
            await FillAsync(connection, first, last, WriteVin, "vins", "vin", "vehicle");
            await FillAsync(connection, first, last, WriteEcus, "ecus",
                "vehicle", "serial", "hardware_id", "role", "public_key", "image", "version", "digest", "previous_image", "previous_version",
                "previous_digest", "counter");
            await FillAsync(connection, first, last, WriteContact, "contacts",
                "vehicle", "birth", "birth_time", "death", "last_time", "catalogue_version", "configuration", "run", "inventory", "inventory_state",
                "inventory_counter", "inventory_key", "inventory_digest", "proven_time", "alarm_day", "alarms", "alarm_digest");
            await transaction.CommitAsync();
        }

        await database.RefreshStatisticsAsync(connection, default);
    }

    private async Task FillAsync(DbConnection connection, int first, int last, Action<BulkInsert, long> write, string table, params string[] columns)
    {
        await using BulkInsert rows = await database.BeginInsertAsync(connection, table, columns, default);
        for (int number = first; number <= last; number++) write(rows, number);
        await rows.CompleteAsync(default);
    }

    private void WriteVehicle(BulkInsert rows, long number)
    {
        rows.Write(number);
        rows.Write(fleet.VidOf(number).Value);
        rows.Write(Models[number % Models.Length]);
        rows.Write(2018 + (number / 7 % 8));
        rows.Write($"P{number % 5}");
        rows.Write(Markets[number / 3 % Markets.Length]);
        rows.Write("Base");
        rows.Write("BEV");
        rows.Write((long)(BenchFleet.IsActive(number) ? VehicleStatus.Active : VehicleStatus.Scrapped));
        rows.Write("");
        rows.Write(_now);
        rows.Write(_now);
        rows.Write(1);
        rows.Write(0);
        rows.EndRow();
    }

    private static void WriteVin(BulkInsert rows, long number)
    {
        rows.Write(BenchFleet.VinOf(number));
        rows.Write(number);
        rows.EndRow();
    }

    private void WriteEcus(BulkInsert rows, long number)
    {
        // In the order of the serial numbers, as the key of the table.
        foreach (int ecu in new[] { 2, 1, 0 })
        {
            rows.Write(number);
            rows.Write(BenchFleet.SerialOf(number, ecu));
            rows.Write(BenchFleet.HardwareOf(number, ecu));
            rows.Write((long)(ecu == 0 ? EcuRole.Primary : EcuRole.Secondary));
            rows.Write(fleet.KeyOf(number, ecu).PublicText);
            rows.Write($"{BenchFleet.HardwareOf(number, ecu)}-app");
            rows.Write("1.0.0");
            rows.Write(BenchFleet.DigestOf(number));
            rows.Write("");
            rows.Write("");
            rows.Write("");
            rows.Write(1);
            rows.EndRow();
        }
    }

    private void WriteContact(BulkInsert rows, long number)
    {
        rows.Write(number);
        rows.Write("");
        rows.Write(_now);
        rows.Write("");
        rows.Write(_now);
        rows.Write(0);
        rows.Write("");
        rows.Write("");
        rows.Write("");
        rows.Write((long)InventoryState.Proven);
        rows.Write(1);
        rows.Write(fleet.KeyOf(number, 0).IdText);
        rows.Write($"{number:x64}");
        rows.Write(_now);
        rows.Write(0);
        rows.Write(0);
        rows.Write("");
        rows.EndRow();
    }
}
