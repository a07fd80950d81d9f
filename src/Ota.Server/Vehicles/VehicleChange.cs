using System.Data.Common;
using Dapper;
using Ota.Core.Vehicles;
using Ota.Server.Rollouts;
using Ota.Server.Storage;

namespace Ota.Server.Vehicles;

/// <summary>A transaction on one vehicle, alone among all such on it. Commits only what it has noted.</summary>
internal sealed class VehicleChange
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly long _number;
    private readonly string _actor;
    private readonly CancellationToken _stop;
    private bool _hasNotes;

    private VehicleChange(
        DbConnection connection, DbTransaction transaction, long number, string actor, DateTimeOffset now, CancellationToken stop)
    {
        _connection = connection;
        _transaction = transaction;
        _number = number;
        _actor = actor;
        Now = now.ToUnixTimeMilliseconds();
        _stop = stop;
    }

    /// <summary>Unix milliseconds.</summary>
    public long Now { get; }

    public static async Task RunAsync(
        Database database, long number, string actor, DateTimeOffset now, Func<VehicleChange, Task> act, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginWriteAsync(connection, stop);
        VehicleChange change = new(connection, transaction, number, actor, now, stop);
        // Takes the row, so that another change of this vehicle waits for this one and then sees it.
        await change.RunAsync("UPDATE vehicles SET changed = @Now WHERE number = @number", new { number, change.Now });
        await act(change);
        if (change._hasNotes) await transaction.CommitAsync(stop);
    }

    /// <summary>Takes part in a transaction of somebody else, who commits it, and takes the vehicle's row in it.</summary>
    public static async Task<VehicleChange> JoinAsync(DbConnection connection, DbTransaction transaction, long number, DateTimeOffset now)
    {
        VehicleChange change = new(connection, transaction, number, "", now, CancellationToken.None);
        await change.RunAsync("UPDATE vehicles SET events = events WHERE number = @number", new { number });
        return change;
    }

    public Task<int> RunAsync(string sql, object values) => _connection.ExecuteAsync(Sql(sql, values));

    public Task<IEnumerable<T>> QueryAsync<T>(string sql, object values) => _connection.QueryAsync<T>(Sql(sql, values));

    public Task<T> SingleAsync<T>(string sql, object values) => _connection.QuerySingleAsync<T>(Sql(sql, values));

    /// <summary>Makes the rollouts look at the vehicle.</summary>
    public Task TellRolloutsAsync(string kind) =>
        Inbox.AddAsync(_connection, _transaction, _number, kind, DateTimeOffset.FromUnixTimeMilliseconds(Now));

    public Task NoteAsync(VehicleEventKind kind, Dictionary<string, string> facts) => NoteAllAsync(kind, [facts]);

    /// <summary>Notes several of a kind with as many statements as one.</summary>
    public async Task NoteAllAsync(VehicleEventKind kind, IReadOnlyList<Dictionary<string, string>> all)
    {
        if (all.Count == 0) return;
        long last = await SingleAsync<long>(
            "UPDATE vehicles SET events = events + @Count WHERE number = @_number RETURNING events", new { _number, Count = (long)all.Count });
        DynamicParameters values = new(new { _number, first = last - all.Count + 1, Now, _actor, kind = (long)kind });
        for (int i = 0; i < all.Count; i++) values.Add($"facts{i}", VehicleEventRow.Write(all[i]));
        IEnumerable<string> rows = all.Select((_, i) => $"(@_number, @first + {i}, @Now, @_actor, @kind, @facts{i})");
        await RunAsync($"INSERT INTO vehicle_events (vehicle, number, time, actor, kind, facts) VALUES {string.Join(", ", rows)}", values);
        _hasNotes = true;
    }

    private CommandDefinition Sql(string sql, object values) => new(sql, values, _transaction, cancellationToken: _stop);
}
