using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using Ota.Core.Telemetry.TroubleCodes;
using Ota.Core.Vehicles;
using Ota.Server.Storage;

namespace Ota.Server.Telemetry.TroubleCodes;

/// <summary>What vehicles have of trouble codes, and the reports that say so.</summary>
internal sealed class TroubleCodeStore : IAsyncDisposable
{
    private const string Columns = "boot, stream, seq, captured, trusted, received, payload";

    private readonly Database _database;
    private readonly TroubleCodeLimits _limits;
    private readonly GroupCommit<TroubleCodeWrite> _commit;

    public TroubleCodeStore(Database database, TroubleCodeLimits limits, ILogger<TroubleCodeStore> log)
    {
        _database = database;
        _limits = limits;
        _commit = new GroupCommit<TroubleCodeWrite>(database, WriteAsync, log);
    }

    /// <summary>Completes after the commit of the report, its key and what it changed, all or nothing.</summary>
    /// <exception cref="DbException">It was not committed; writing it again is harmless.</exception>
    public async Task<TroubleCodeOutcome> WriteAsync(Vid vehicle, TroubleCodeReport report, ReadOnlyMemory<byte> payload, CancellationToken stop)
    {
        TroubleCodeWrite write = new(vehicle, report, payload);
        await _commit.WriteAsync(write, stop);
        return write.Outcome;
    }

    /// <returns>Null if the vehicle never reported any.</returns>
    public async Task<TroubleCodeRow?> FindAsync(Vid vehicle, CancellationToken stop)
    {
        await using DbConnection connection = await _database.ConnectAsync(stop);
        const string sql = """
            SELECT state, day, day_reports AS DayReports, day_bytes AS DayBytes, left_out AS LeftOut
            FROM trouble_codes WHERE vid = @vid AND state <> ''
            """;
        return await connection.QuerySingleOrDefaultAsync<TroubleCodeRow>(new CommandDefinition(sql, new { vid = vehicle.Value }, cancellationToken: stop));
    }

    /// <summary>What the vehicle had by what it had reported up to a place of its history, that one included.</summary>
    public async Task<TroubleCodeState> StateAtAsync(Vid vehicle, TroubleCodePlace place, CancellationToken stop)
    {
        await using DbConnection connection = await _database.ConnectAsync(stop);
        object values = new { vid = vehicle.Value, place.Captured, place.Boot, place.Stream, place.Seq, most = _limits.ReportsPerState };
        const string full = """
            SELECT MAX(captured) FROM trouble_code_reports
            WHERE vid = @vid AND is_full = 1 AND (captured, boot, stream, seq) <= (@Captured, @Boot, @Stream, @Seq)
            """;
        long from = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(full, values, cancellationToken: stop)) ?? long.MinValue;
        string sql = $"""
            SELECT * FROM (
                SELECT {Columns} FROM trouble_code_reports
                WHERE vid = @vid AND captured >= {from} AND (captured, boot, stream, seq) <= (@Captured, @Boot, @Stream, @Seq)
                ORDER BY captured DESC, boot DESC, stream DESC, seq DESC LIMIT @most) newest
            ORDER BY captured, boot, stream, seq
            """;
        TroubleCodeState state = TroubleCodeState.Empty;
        await foreach (TroubleCodeReportRow row in connection.QueryUnbufferedAsync<TroubleCodeReportRow>(sql, values).WithCancellation(stop))
            state = state.TryApply(row.Read()) ?? state;
        return state;
    }

    /// <summary>The reports after a place, up to but without a time.</summary>
    public async IAsyncEnumerable<TroubleCodeReportRow> ReportsAsync(
        Vid vehicle, TroubleCodePlace after, long end, int most, [EnumeratorCancellation] CancellationToken stop)
    {
        await using DbConnection connection = await _database.ConnectAsync(stop);
        const string sql = $"""
            SELECT {Columns} FROM trouble_code_reports
            WHERE vid = @vid AND captured < @end AND (captured, boot, stream, seq) > (@Captured, @Boot, @Stream, @Seq)
            ORDER BY captured, boot, stream, seq LIMIT @most
            """;
        object values = new { vid = vehicle.Value, end, after.Captured, after.Boot, after.Stream, after.Seq, most };
        await foreach (TroubleCodeReportRow row in connection.QueryUnbufferedAsync<TroubleCodeReportRow>(sql, values).WithCancellation(stop))
            yield return row;
    }

    /// <summary>Takes no more reports and waits for the last commit.</summary>
    public ValueTask DisposeAsync() => _commit.DisposeAsync();

    // Vehicles in the order of their names, so that two servers with many of the same do not wait for each other for ever.
    private async Task WriteAsync(BatchWrite<TroubleCodeWrite> batch)
    {
        IEnumerable<IGrouping<string, TroubleCodeWrite>> vehicles = batch.Items.GroupBy(write => write.Vehicle.Value);
        foreach (IGrouping<string, TroubleCodeWrite> vehicle in vehicles.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            VehicleTroubleCodes codes = new(batch.Connection, batch.Transaction, vehicle.Key, _limits);
            await codes.LoadAsync();
            foreach (TroubleCodeWrite write in vehicle) write.Outcome = await codes.TakeAsync(write);
            await codes.SaveAsync();
        }
    }
}
