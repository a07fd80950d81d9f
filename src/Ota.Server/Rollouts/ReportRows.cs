using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Reports;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts;

/// <summary>
/// The rows of a completion report as of a moment. An install that went on since is computed again from what was frozen and from its
/// ledger up to then. The stored row is read before the ledger is looked at, so a step between the two shows there and is taken back.
/// </summary>
internal sealed class ReportRows(Database database)
{
    private const int PageSize = 2000;

    public async IAsyncEnumerable<ReportRow> ReadAsync(Rollout rollout, DateTimeOffset asOf, [EnumeratorCancellation] CancellationToken stop)
    {
        ReportOrder order = await ReportOrder.ReadAsync(database, rollout.Number, stop);
        IReadOnlyDictionary<long, long> amendments = await AmendmentsAsync(rollout.Number, stop);
        foreach (long[] page in order.Pages(PageSize))
        {
            foreach (ReportRow row in await PageAsync(rollout, page, amendments, asOf, stop)) yield return row;
        }
    }

    private async Task<IReadOnlyList<ReportRow>> PageAsync(
        Rollout rollout, long[] vehicles, IReadOnlyDictionary<long, long> amendments, DateTimeOffset asOf, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        Dictionary<long, (StoredInstall Frozen, InstallRow Row)> installs = await InstallsAsync(connection, rollout.Number, vehicles, stop);
        ILookup<long, InstallEventRow> ledgers = await LaterAsync(connection, rollout.Number, vehicles, asOf, stop);
        List<ReportRow> rows = [];
        foreach (long vehicle in vehicles)
        {
            (StoredInstall frozen, InstallRow row) = installs[vehicle];
            if (amendments.TryGetValue(frozen.Amendment, out long approved) && StoredTime.Of(approved) > asOf) continue; // It was not in the population yet.
            Install install = ledgers.Contains(vehicle) ? Replay(rollout, frozen, row, ledgers[vehicle], asOf) : row.ToInstall();
            rows.Add(new ReportRow(frozen.Vid, frozen.Market, frozen.Model, install, install.HeardAt));
        }

        return rows;
    }

    private static Install Replay(Rollout rollout, StoredInstall frozen, InstallRow row, IEnumerable<InstallEventRow> ledger, DateTimeOffset asOf) => InstallReplay.Run(
        frozen.ToInstall(rollout, row),
        ledger.Where(entry => StoredTime.Of(entry.Time) <= asOf).Select(entry => (InstallEventForm.Read(entry.Kind, entry.Event), StoredTime.Of(entry.Time))),
        rollout.Policy);

    private async Task<Dictionary<long, (StoredInstall Frozen, InstallRow Row)>> InstallsAsync(
        DbConnection connection, long rollout, long[] vehicles, CancellationToken stop)
    {
        string sql = $"""
            SELECT {StoredInstall.Columns}, {InstallRow.Columns} FROM installs i JOIN vehicles v ON v.number = i.vehicle
            WHERE i.rollout = @rollout AND {database.IsIn("i.vehicle", "@list")}
            """;
        Dictionary<long, (StoredInstall, InstallRow)> found = [];
        CommandDefinition command = new(sql, new { rollout, list = database.ListOf(vehicles) }, cancellationToken: stop);
        await connection.QueryAsync<StoredInstall, InstallRow, bool>(command, (frozen, row) => found.TryAdd(row.Vehicle, (frozen, row)), splitOn: "rollout");
        return found;
    }

    // Whole ledgers, of those vehicles alone to which something happened after the moment.
    private async Task<ILookup<long, InstallEventRow>> LaterAsync(DbConnection connection, long rollout, long[] vehicles, DateTimeOffset asOf, CancellationToken stop)
    {
        string later = $"SELECT DISTINCT vehicle FROM install_events WHERE rollout = @rollout AND {database.IsIn("vehicle", "@list")} AND time > @time";
        object values = new { rollout, list = database.ListOf(vehicles), time = asOf.ToUnixTimeMilliseconds() };
        long[] changed = [.. await connection.QueryAsync<long>(new CommandDefinition(later, values, cancellationToken: stop))];
        if (changed.Length == 0) return Array.Empty<InstallEventRow>().ToLookup(row => row.Vehicle);
        string all = $"SELECT {InstallEventRow.Columns} FROM install_events WHERE rollout = @rollout AND {database.IsIn("vehicle", "@list")} ORDER BY vehicle, number";
        object ofThese = new { rollout, list = database.ListOf(changed) };
        return (await connection.QueryAsync<InstallEventRow>(new CommandDefinition(all, ofThese, cancellationToken: stop))).ToLookup(row => row.Vehicle);
    }

    private async Task<IReadOnlyDictionary<long, long>> AmendmentsAsync(long rollout, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "SELECT number, approved FROM rollout_amendments WHERE rollout = @rollout AND approved IS NOT NULL";
        return (await connection.QueryAsync<(long Number, long Approved)>(new CommandDefinition(sql, new { rollout }, cancellationToken: stop)))
            .ToDictionary(row => row.Number, row => row.Approved);
    }
}
