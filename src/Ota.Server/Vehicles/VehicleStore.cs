using System.Data.Common;
using Dapper;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Filters;
using Ota.Server.Storage;

namespace Ota.Server.Vehicles;

/// <summary>Reads the register. It knows no VIN.</summary>
internal sealed class VehicleStore(Database database)
{
    /// <returns>The vehicle's number in this database, or null if there is none.</returns>
    public async Task<long?> FindAsync(Vid vid, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "SELECT number FROM vehicles WHERE vid = @vid";
        return await connection.QuerySingleOrDefaultAsync<long?>(Sql(sql, new { vid = vid.Value }, stop));
    }

    /// <summary>Vehicles by their numbers, in no order.</summary>
    public async Task<IReadOnlyDictionary<long, Vehicle>> LoadAsync(IReadOnlyList<long> numbers, CancellationToken stop)
    {
        if (numbers.Count == 0) return new Dictionary<long, Vehicle>();
        await using DbConnection connection = await database.ConnectAsync(stop);
        string sql = $"SELECT {VehicleRow.Columns} FROM vehicles v WHERE {database.IsIn("v.number", "@list")}";
        VehicleRow[] rows = [.. await connection.QueryAsync<VehicleRow>(Sql(sql, new { list = database.ListOf(numbers) }, stop))];
        return (await CompleteAsync(connection, rows, stop)).ToDictionary(listed => listed.Number, listed => listed.Vehicle);
    }

    /// <summary>Up to <paramref name="count"/> vehicles that a filter means, by number, from the first after one (0: from the start).</summary>
    public async Task<IReadOnlyList<ListedVehicle>> ListAsync(FilterNode filter, long after, int count, CancellationToken stop)
    {
        DynamicParameters parameters = new(new { after, count });
        string condition = FilterSql.Write(filter, database, parameters);
        string sql = $"SELECT {VehicleRow.Columns} FROM vehicles v WHERE v.number > @after AND {condition} ORDER BY v.number LIMIT @count";
        await using DbConnection connection = await database.ConnectAsync(stop);
        VehicleRow[] rows = [.. await connection.QueryAsync<VehicleRow>(Sql(sql, parameters, stop))];
        return await CompleteAsync(connection, rows, stop);
    }

    public async Task<long> CountAsync(FilterNode filter, CancellationToken stop)
    {
        DynamicParameters parameters = new();
        string condition = FilterSql.Write(filter, database, parameters);
        await using DbConnection connection = await database.ConnectAsync(stop);
        return await connection.ExecuteScalarAsync<long>(Sql($"SELECT COUNT(*) FROM vehicles v WHERE {condition}", parameters, stop));
    }

    /// <summary>Up to <paramref name="count"/> events of a vehicle in order, from the first after one (0: from the start).</summary>
    public async Task<IReadOnlyList<VehicleEvent>> EventsAsync(long number, long after, int count, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = """
            SELECT number, time, actor, kind, facts FROM vehicle_events
            WHERE vehicle = @number AND number > @after ORDER BY number LIMIT @count
            """;
        return [.. (await connection.QueryAsync<VehicleEventRow>(Sql(sql, new { number, after, count }, stop))).Select(row => row.ToEvent())];
    }

    private async Task<IReadOnlyList<ListedVehicle>> CompleteAsync(DbConnection connection, VehicleRow[] rows, CancellationToken stop)
    {
        if (rows.Length == 0) return [];
        string isOne = database.IsIn("vehicle", "@list");
        string sql = $"""
            SELECT {EcuRow.Columns} FROM ecus WHERE {isOne} ORDER BY vehicle, serial;
            SELECT vehicle, code FROM vehicle_options WHERE {isOne} ORDER BY vehicle, code;
            SELECT vehicle, name, value FROM vehicle_tags WHERE {isOne} ORDER BY vehicle, name;
            SELECT vehicle, rxswin FROM vehicle_rxswins WHERE {isOne} ORDER BY vehicle, rxswin
            """;
        await using SqlMapper.GridReader all =
            await connection.QueryMultipleAsync(Sql(sql, new { list = database.ListOf(rows.Select(row => row.Number)) }, stop));
        ILookup<long, EcuRow> ecus = (await all.ReadAsync<EcuRow>()).ToLookup(ecu => ecu.Vehicle);
        ILookup<long, string> options = (await all.ReadAsync<(long Vehicle, string Code)>()).ToLookup(row => row.Vehicle, row => row.Code);
        ILookup<long, TagRow> tags = (await all.ReadAsync<TagRow>()).ToLookup(tag => tag.Vehicle);
        ILookup<long, string> rxswins = (await all.ReadAsync<(long Vehicle, string Rxswin)>()).ToLookup(row => row.Vehicle, row => row.Rxswin);
        return
        [
            .. rows.Select(row => new ListedVehicle(
                row.Number, row.With(ecus[row.Number], options[row.Number], tags[row.Number], rxswins[row.Number]))),
        ];
    }

    private static CommandDefinition Sql(string text, object? values, CancellationToken stop) => new(text, values, cancellationToken: stop);
}
