using System.Data.Common;
using Dapper;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Installs;

/// <summary>Changes installs inside a transaction, many at once: takes their rows, and saves them with ledger, books and consequences.</summary>
internal sealed class InstallWriter(Database database, RolloutStore rollouts, InstallBooks books, InstallConsequences consequences, RolloutsMetrics metrics)
{
    /// <summary>Takes the rows of installs; what there is none of is left out.</summary>
    public async Task<InstallBatch> TakeAsync(DbConnection connection, DbTransaction transaction, IEnumerable<InstallKey> keys, CancellationToken stop)
    {
        ILookup<long, long> vehicles = keys.Distinct().ToLookup(key => key.Rollout, key => key.Vehicle);
        string find = $"SELECT {RolloutRow.Columns} FROM rollouts WHERE {database.IsIn("number", "@list")} AND state > 0";
        object list = new { list = database.ListOf(vehicles.Select(one => one.Key)) };
        Dictionary<long, Rollout> known = (await connection.QueryAsync<RolloutRow>(new(find, list, transaction, cancellationToken: stop)))
            .ToDictionary(row => row.Number, rollouts.Read);
        string take = $"""
            SELECT {InstallRow.Columns} FROM installs i WHERE i.rollout = @number AND {database.IsIn("i.vehicle", "@list")}
            ORDER BY i.vehicle{database.ForUpdate}
            """;
        Dictionary<InstallKey, InstallChange> changes = [];
        foreach (long number in known.Keys.Order())
        {
            object values = new { number, list = database.ListOf(vehicles[number]) };
            foreach (InstallRow row in await connection.QueryAsync<InstallRow>(new(take, values, transaction, cancellationToken: stop)))
                changes.Add(new InstallKey(number, row.Vehicle), new InstallChange(row, known[number].Policy));
        }

        return new InstallBatch(connection, transaction, known, changes);
    }

    /// <summary>Saves what has happened.</summary>
    /// <param name="batch">All of it.</param>
    /// <param name="now">When.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The vehicles for which something is told or taken back: their Director files are to be forgotten after the commit.</returns>
    public async Task<IReadOnlyList<string>> SaveAsync(InstallBatch batch, DateTimeOffset now, CancellationToken stop)
    {
        InstallChange[] changed = [.. batch.Changed];
        await SaveRowsAsync(batch, changed, stop);
        IReadOnlyList<string> told = await consequences.SaveAsync(batch, changed, now, stop);
        await books.SaveAsync(batch, changed, now, stop);
        await consequences.StopWavesAsync(batch, now, stop); // Takes rollouts, which everybody takes last.
        foreach (InstallChange change in changed.Where(change => change.Before.State != change.Now.State)) metrics.Reached(change.Now.State);
        return told;
    }

    private async Task SaveRowsAsync(InstallBatch batch, InstallChange[] changed, CancellationToken stop)
    {
        if (changed.Length == 0) return;
        string save = $"""
            UPDATE installs SET
                state = r.state, since = r.since, revision = r.revision, due = r.due, work = r.work, work_due = r.work_due, reason = r.reason,
                body = r.body
            FROM {RowTable.Of(
                database, "@rows", "rollout BIGINT", "vehicle BIGINT", "before BIGINT", "state BIGINT", "since BIGINT", "revision BIGINT", "due BIGINT",
                "work BIGINT", "work_due BIGINT", "reason TEXT", "body TEXT")}
            WHERE installs.rollout = r.rollout AND installs.vehicle = r.vehicle AND installs.revision = r.before
            """;
        int saved = await batch.Connection.ExecuteAsync(new(save, new { rows = RowTable.Text(changed.Select(ValuesOf)) }, batch.Transaction, cancellationToken: stop));
        if (saved != changed.Length) throw new InvalidOperationException("Installs changed while their rows were taken.");
        string append = $"""
            INSERT INTO install_events (rollout, vehicle, number, time, kind, state, event)
            SELECT r.rollout, r.vehicle, r.number, r.time, r.kind, r.state, r.event
            FROM {RowTable.Of(
                database, "@rows", "rollout BIGINT", "vehicle BIGINT", "number BIGINT", "time BIGINT", "kind TEXT", "state BIGINT", "event TEXT")}
            """;
        await batch.Connection.ExecuteAsync(new(append, new { rows = RowTable.Text(changed.SelectMany(EntriesOf)) }, batch.Transaction, cancellationToken: stop));
    }

    private static object?[] ValuesOf(InstallChange change)
    {
        Install now = change.Now;
        return
        [
            now.Rollout, now.Vehicle, change.Before.Revision, (long)now.State, now.Since.ToUnixTimeMilliseconds(), now.Revision,
            now.Due?.ToUnixTimeMilliseconds(), (long)now.Work, now.WorkDue?.ToUnixTimeMilliseconds(), FailureText.Write(now.Reason),
            InstallForm.Write(now),
        ];
    }

    private static IEnumerable<object?[]> EntriesOf(InstallChange change) => change.Ledger.Select(entry => new object?[]
    {
        change.Key.Rollout, change.Key.Vehicle, entry.Number, entry.Time.ToUnixTimeMilliseconds(), InstallEventForm.KindOf(entry.Happened),
        (long)entry.State, InstallEventForm.Write(entry.Happened),
    });
}
