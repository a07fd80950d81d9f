using System.Data.Common;
using Dapper;
using Ota.Core.Bundles.Director;
using Ota.Core.Vehicles;
using Ota.Server.Storage;

namespace Ota.Server.Bundles.Director;

/// <summary>What vehicles were told, and the files that say it. It knows no VIN and no key.</summary>
internal sealed class DirectorStore : IAsyncDisposable
{
    private readonly Database _database;
    private readonly GroupCommit<FilesWrite> _commits;

    public DirectorStore(Database database, ILogger<DirectorStore> log)
    {
        _database = database;
        _commits = new GroupCommit<FilesWrite>(database, WriteAsync, log);
    }

    /// <returns>Null if no such vehicle is registered.</returns>
    public async Task<DirectorBasis?> FindAsync(Vid vehicle, CancellationToken stop) =>
        (await FindAsync([vehicle.Value], stop)).GetValueOrDefault(vehicle.Value);

    /// <summary>What vehicles have and were told, by vid; those that are not registered are left out.</summary>
    public async Task<IReadOnlyDictionary<string, DirectorBasis>> FindAsync(IReadOnlyCollection<string> vids, CancellationToken stop)
    {
        await using DbConnection connection = await _database.ConnectAsync(stop);
        // One statement, or a change between two would be half seen.
        string sql = $"""
            SELECT v.vid, {FilesRow.Columns}, a.number, a.vid, a.time, a.operator, a.bundle, a.images
            FROM vehicles v LEFT JOIN director_files f ON f.vid = v.vid LEFT JOIN director_assignments a ON a.vid = v.vid
                AND a.number = (SELECT MAX(number) FROM director_assignments m WHERE m.vid = v.vid)
            WHERE {_database.IsIn("v.vid", "@list")}
            """;
        object list = new { list = _database.ListOf(vids) };
        Dictionary<string, DirectorBasis> found = [];
        await connection.QueryAsync<FilesRow, AssignmentRow?, bool>(new CommandDefinition(sql, list, cancellationToken: stop), Keep, splitOn: "number");
        return found;

        bool Keep(FilesRow files, AssignmentRow? assignment) =>
            found.TryAdd(files.Vid, new DirectorBasis(files.Version > 0 ? files.ToFiles() : null, assignment));
    }

    /// <summary>What is newest of vehicles, by vid.</summary>
    public async Task<IReadOnlyDictionary<string, DirectorHead>> HeadsAsync(IReadOnlyCollection<string> vids, CancellationToken stop)
    {
        await using DbConnection connection = await _database.ConnectAsync(stop);
        string sql = $"""
            SELECT f.vid, f.version, COALESCE((SELECT MAX(a.number) FROM director_assignments a WHERE a.vid = f.vid), 0)
            FROM director_files f WHERE {_database.IsIn("f.vid", "@list")}
            """;
        object list = new { list = _database.ListOf(vids) };
        return (await connection.QueryAsync<(string Vid, long Version, long Assignment)>(new CommandDefinition(sql, list, cancellationToken: stop)))
            .ToDictionary(row => row.Vid, row => new DirectorHead(row.Version, row.Assignment));
    }

    /// <summary>Keeps new files. Returns when they are durable, so that no version that was served once can come back after a crash.</summary>
    /// <returns>False if the stored files are others than expected.</returns>
    public async Task<bool> TryWriteAsync(Vid vehicle, long expected, DirectorFiles files, CancellationToken stop)
    {
        FilesWrite write = new(vehicle, expected, files);
        await _commits.WriteAsync(write, stop);
        return write.IsWritten;
    }

    /// <summary>What a vehicle was told, the newest first, at most so much.</summary>
    public async Task<IReadOnlyList<AssignmentRow>> HistoryAsync(Vid vehicle, int count, CancellationToken stop)
    {
        await using DbConnection connection = await _database.ConnectAsync(stop);
        const string sql = $"SELECT {AssignmentRow.Columns} FROM director_assignments WHERE vid = @Value ORDER BY number DESC LIMIT @count";
        return [.. await connection.QueryAsync<AssignmentRow>(new CommandDefinition(sql, new { vehicle.Value, count }, cancellationToken: stop))];
    }

    /// <summary>Tells a vehicle something new.</summary>
    /// <returns>False if something with this number was told meanwhile.</returns>
    public async Task<bool> TryAppendAsync(AssignmentRow row, CancellationToken stop)
    {
        await using DbConnection connection = await _database.ConnectAsync(stop);
        await using DbTransaction transaction = await _database.BeginWriteAsync(connection, stop);
        const string sql = """
            INSERT INTO director_assignments (vid, number, time, operator, bundle, images)
            VALUES (@Vid, @Number, @Time, @Operator, @Bundle, @Images) ON CONFLICT (vid, number) DO NOTHING
            """;
        bool isNew = await connection.ExecuteAsync(new CommandDefinition(sql, row, transaction, cancellationToken: stop)) > 0;
        await transaction.CommitAsync(stop);
        return isNew;
    }

    /// <summary>
    /// Tells many vehicles something new in a transaction of somebody else, who makes the desk forget them after it. Of those to whom
    /// something with that number was told meanwhile nothing is written.
    /// </summary>
    /// <returns>The vids of those that were told.</returns>
    public async Task<IReadOnlyCollection<string>> AppendAsync(
        DbConnection connection, DbTransaction transaction, IEnumerable<AssignmentRow> rows, CancellationToken stop)
    {
        string sql = $"""
            INSERT INTO director_assignments (vid, number, time, operator, bundle, images)
            SELECT r.vid, r.number, r.time, r.operator, r.bundle, r.images
            FROM {RowTable.Of(_database, "@rows", "vid TEXT", "number BIGINT", "time BIGINT", "operator TEXT", "bundle TEXT", "images TEXT")}
            WHERE true ON CONFLICT (vid, number) DO NOTHING RETURNING vid
            """;
        // In one order everywhere, so that two servers cannot wait for each other.
        object values = new
        {
            rows = RowTable.Text(rows.OrderBy(row => row.Vid, StringComparer.Ordinal)
                .Select(row => new object?[] { row.Vid, row.Number, row.Time, row.Operator, row.Bundle, row.Images })),
        };
        return [.. await connection.QueryAsync<string>(new CommandDefinition(sql, values, transaction, cancellationToken: stop))];
    }

    /// <summary>Takes back what vehicles were told last, each if it was this operator who told it, in a transaction of somebody else.</summary>
    /// <returns>The vids of those from which something was taken back.</returns>
    public async Task<IReadOnlyList<string>> TakeBackAsync(
        DbConnection connection, DbTransaction transaction, IEnumerable<(string Vid, string Operator)> told, DateTimeOffset now, CancellationToken stop)
    {
        string sql = $"""
            INSERT INTO director_assignments (vid, number, time, operator, bundle, images)
            SELECT a.vid, a.number + 1, @now, a.operator, '', '[]'
            FROM {RowTable.Of(_database, "@rows", "vid TEXT", "operator TEXT")} JOIN director_assignments a ON a.vid = r.vid AND a.operator = r.operator
            WHERE a.bundle <> '' AND a.number = (SELECT MAX(m.number) FROM director_assignments m WHERE m.vid = a.vid)
            ORDER BY a.vid ON CONFLICT (vid, number) DO NOTHING RETURNING vid
            """;
        object values = new { rows = RowTable.Text(told.Select(one => new object?[] { one.Vid, one.Operator })), now = now.ToUnixTimeMilliseconds() };
        return [.. await connection.QueryAsync<string>(new CommandDefinition(sql, values, transaction, cancellationToken: stop))];
    }

    public ValueTask DisposeAsync() => _commits.DisposeAsync();

    private static async Task WriteAsync(BatchWrite<FilesWrite> batch)
    {
        const string sql = """
            INSERT INTO director_files (vid, version, assignment, targets, snapshot, timestamp, earlier_targets, earlier_snapshot)
            VALUES (@vid, @version, @assignment, @targets, @snapshot, @timestamp, @earlierTargets, @earlierSnapshot)
            ON CONFLICT (vid) DO UPDATE SET version = excluded.version, assignment = excluded.assignment, targets = excluded.targets,
                snapshot = excluded.snapshot, timestamp = excluded.timestamp, earlier_targets = excluded.earlier_targets,
                earlier_snapshot = excluded.earlier_snapshot
            WHERE director_files.version = @expected
            """;
        await using DbCommand command = batch.Connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = batch.Transaction;
        string[] names = ["vid", "expected", "version", "assignment", "targets", "snapshot", "timestamp", "earlierTargets", "earlierSnapshot"];
        // In one order everywhere, so that two servers cannot wait for each other.
        foreach (FilesWrite item in batch.Items.OrderBy(item => item.Vehicle.Value, StringComparer.Ordinal))
        {
            object[] values = ValuesOf(item);
            for (int i = 0; i < names.Length; i++)
            {
                if (command.Parameters.Count == i) command.Parameters.Add(Parameter(command, names[i]));
                command.Parameters[i].Value = values[i];
            }

            item.IsWritten = await command.ExecuteNonQueryAsync() > 0;
        }
    }

    private static DbParameter Parameter(DbCommand command, string name)
    {
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = name;
        return parameter;
    }

    private static object[] ValuesOf(FilesWrite item) =>
    [
        item.Vehicle.Value,
        item.Expected,
        item.Files.Version,
        item.Files.Assignment,
        FileText.Write(item.Files.Targets),
        FileText.Write(item.Files.Snapshot),
        FileText.Write(item.Files.Timestamp),
        FileText.Write(item.Files.EarlierTargets),
        FileText.Write(item.Files.EarlierSnapshot),
    ];
}
