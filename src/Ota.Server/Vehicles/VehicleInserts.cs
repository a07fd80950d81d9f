using System.Data.Common;
using System.Globalization;
using Ota.Core.Vehicles;
using Ota.Server.Storage;

namespace Ota.Server.Vehicles;

/// <summary>Adds vehicles in bulk, one table after the other, with numbers from the first on.</summary>
internal sealed class VehicleInserts(Database database, DbConnection connection, long first, CancellationToken stop)
{
    public async Task AddAsync(IReadOnlyList<Vehicle> vehicles)
    {
        await AddVehiclesAsync(vehicles);
        await AddEcusAsync(vehicles);
        await AddEachAsync(vehicles, "vehicle_options", "code", vehicle => vehicle.Options);
        await AddEachAsync(vehicles, "vehicle_rxswins", "rxswin", vehicle => vehicle.Rxswins);
        await AddTagsAsync(vehicles);
    }

    public async Task AddRegisteredEventsAsync(IReadOnlyList<ImportedVehicle> rows, string import, string actor)
    {
        string beginning = VehicleEventRow.Write(new Dictionary<string, string> { ["import"] = import })[..^1];
        await using BulkInsert insert = await database.BeginInsertAsync(
            connection, "vehicle_events", ["vehicle", "number", "time", "actor", "kind", "facts"], stop);
        for (int i = 0; i < rows.Count; i++)
        {
            insert.Write(first + i);
            insert.Write(1);
            insert.Write(rows[i].Vehicle.Registered.ToUnixTimeMilliseconds());
            insert.Write(actor);
            insert.Write((long)VehicleEventKind.Registered);
            insert.Write(string.Create(CultureInfo.InvariantCulture, $"{beginning},\"line\":\"{rows[i].Line}\"}}"));
            insert.EndRow();
        }

        await insert.CompleteAsync(stop);
    }

    private async Task AddVehiclesAsync(IReadOnlyList<Vehicle> vehicles)
    {
        await using BulkInsert insert = await database.BeginInsertAsync(connection, "vehicles",
        [
            "number", "vid", "model", "year", "plant", "market", "trim", "powertrain", "status", "status_reason", "registered", "changed",
            "tenure", "tenure_start", "events",
        ], stop);
        for (int i = 0; i < vehicles.Count; i++)
        {
            Vehicle vehicle = vehicles[i];
            insert.Write(first + i);
            insert.Write(vehicle.Vid.Value);
            insert.Write(vehicle.Model);
            insert.Write(vehicle.Year);
            insert.Write(vehicle.Plant);
            insert.Write(vehicle.Market);
            insert.Write(vehicle.Trim);
            insert.Write(vehicle.Powertrain);
            insert.Write((long)vehicle.Status);
            insert.Write(vehicle.StatusReason);
            insert.Write(vehicle.Registered.ToUnixTimeMilliseconds());
            insert.Write(vehicle.Changed.ToUnixTimeMilliseconds());
            insert.Write(vehicle.Tenure);
            if (vehicle.TenureStart is { } start)
                insert.Write(start.ToUnixTimeMilliseconds());
            else
                insert.WriteNull();
            insert.Write(1); // The registration is the first event.
            insert.EndRow();
        }

        await insert.CompleteAsync(stop);
    }

    private async Task AddEcusAsync(IReadOnlyList<Vehicle> vehicles)
    {
        await using BulkInsert insert = await database.BeginInsertAsync(connection, "ecus",
        [
            "vehicle", "serial", "hardware_id", "role", "public_key", "image", "version", "digest",
            "previous_image", "previous_version", "previous_digest",
        ], stop);
        for (int i = 0; i < vehicles.Count; i++)
        {
            foreach (Ecu ecu in vehicles[i].Ecus)
            {
                insert.Write(first + i);
                insert.Write(ecu.Serial.Value);
                insert.Write(ecu.Hardware.Value);
                insert.Write((long)ecu.Role);
                insert.Write(ecu.PublicKey);
                WriteImage(insert, ecu.Current);
                WriteImage(insert, ecu.Previous);
                insert.EndRow();
            }
        }

        await insert.CompleteAsync(stop);
    }

    private async Task AddEachAsync(
        IReadOnlyList<Vehicle> vehicles, string table, string column, Func<Vehicle, IReadOnlyList<string>> valuesOf)
    {
        await using BulkInsert insert = await database.BeginInsertAsync(connection, table, ["vehicle", column], stop);
        for (int i = 0; i < vehicles.Count; i++)
        {
            foreach (string value in valuesOf(vehicles[i]))
            {
                insert.Write(first + i);
                insert.Write(value);
                insert.EndRow();
            }
        }

        await insert.CompleteAsync(stop);
    }

    private async Task AddTagsAsync(IReadOnlyList<Vehicle> vehicles)
    {
        await using BulkInsert insert = await database.BeginInsertAsync(connection, "vehicle_tags", ["vehicle", "name", "value"], stop);
        for (int i = 0; i < vehicles.Count; i++)
        {
            foreach ((string name, string value) in vehicles[i].Tags)
            {
                insert.Write(first + i);
                insert.Write(name);
                insert.Write(value);
                insert.EndRow();
            }
        }

        await insert.CompleteAsync(stop);
    }

    private static void WriteImage(BulkInsert insert, SoftwareImage image)
    {
        insert.Write(image.Name);
        insert.Write(image.Version);
        insert.Write(image.Digest);
    }
}
