using System.Data.Common;
using Dapper;
using Ota.Core.Vehicles;
using Ota.Server.Rollouts;
using Ota.Server.Storage;

namespace Ota.Server.Vehicles;

/// <summary>A transaction on one vehicle, alone among all such on it. Commits only what it has noted.</summary>
internal sealed class VehicleChange
{
    private readonly Database _database;
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly long _number;
    private readonly string _actor;
    private readonly CancellationToken _stop;
    private bool _hasNotes;

    private VehicleChange(
        Database database, DbConnection connection, DbTransaction transaction, long number, string actor, DateTimeOffset now, CancellationToken stop)
    {
        _database = database;
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
        VehicleChange change = new(database, connection, transaction, number, actor, now, stop);
        // Takes the row, so that another change of this vehicle waits for this one and then sees it.
        await change.RunAsync("UPDATE vehicles SET changed = @Now WHERE number = @number", new { number, change.Now });
        await act(change);
        if (change._hasNotes) await transaction.CommitAsync(stop);
    }

    /// <summary>Takes part in a transaction of somebody else, who has taken the vehicle's row and commits.</summary>
    public static VehicleChange Within(Database database, DbConnection connection, DbTransaction transaction, long number, DateTimeOffset now) =>
        new(database, connection, transaction, number, "", now, CancellationToken.None);

    public Task<int> RunAsync(string sql, object values) => _connection.ExecuteAsync(Sql(sql, values));

    public Task<IEnumerable<T>> QueryAsync<T>(string sql, object values) => _connection.QueryAsync<T>(Sql(sql, values));

    public Task<T> SingleAsync<T>(string sql, object values) => _connection.QuerySingleAsync<T>(Sql(sql, values));

    /// <summary>Makes the rollouts look at the vehicle.</summary>
    public Task TellRolloutsAsync(string kind) =>
        Inbox.AddAsync(_database, _connection, _transaction, [(_number, DateTimeOffset.FromUnixTimeMilliseconds(Now))], kind);

    public async Task NoteAsync(VehicleEventKind kind, Dictionary<string, string> facts)
    {
        VehicleNotes notes = new(_number, Now, _actor, [new VehicleNote(kind, facts)], IsChanged: false);
        await VehicleNotes.SaveAsync(_database, _connection, _transaction, [notes], _stop);
        _hasNotes = true;
    }

    private CommandDefinition Sql(string sql, object values) => new(sql, values, _transaction, cancellationToken: _stop);
}
