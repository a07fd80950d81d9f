using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Ota.Core.Vehicles;
using Ota.Server.Storage;

namespace Ota.Server.Vehicles;

/// <summary>
/// The only way between VINs and vehicles. Whoever goes it is written down first: the answer leaves this class after the note is
/// committed, and without the note there is no answer. Look-ups at the same time share a commit.
/// </summary>
internal sealed class VinDirectory : IAsyncDisposable
{
    private const int IdSize = 16;

    // More than one look-up shows; a list of VINs names thousands, for which single statements take too long.
    private const int FewFound = 100;

    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly RandomNumberGenerator _random;
    private readonly GroupCommit<VinLookupNote> _notes;

    public VinDirectory(Database database, TimeProvider time, RandomNumberGenerator random, ILogger<VinDirectory> log)
    {
        _database = database;
        _time = time;
        _random = random;
        _notes = new GroupCommit<VinLookupNote>(database, WriteNotesAsync, log);
    }

    /// <summary>Finds vehicles by their VINs.</summary>
    /// <returns>The number of each VIN's vehicle, or null where there is none.</returns>
    public async Task<IReadOnlyList<long?>> FindAsync(IReadOnlyList<Vin> vins, VinLookup why, CancellationToken stop)
    {
        const string columns = "vin, vehicle";
        Dictionary<string, long> found = [];
        await using (DbConnection connection = await _database.ConnectAsync(stop))
        {
            string sql = $"SELECT {columns} FROM vins WHERE {_database.IsIn("vin", "@list")}";
            IEnumerable<(string Vin, long Vehicle)> rows = await connection.QueryAsync<(string, long)>(
                new CommandDefinition(sql, new { list = _database.ListOf(vins.Select(vin => vin.Reveal())) }, cancellationToken: stop));
            foreach ((string vin, long vehicle) in rows) found[vin] = vehicle;
        }

        await NoteAsync(why, vins.Count, [.. found.Values], stop);
        return [.. vins.Select(vin => found.TryGetValue(vin.Reveal(), out long vehicle) ? vehicle : (long?)null)];
    }

    /// <summary>Finds the VINs of vehicles.</summary>
    public async Task<IReadOnlyDictionary<long, Vin>> RevealAsync(IReadOnlyList<long> vehicles, VinLookup why, CancellationToken stop)
    {
        Dictionary<long, Vin> found = [];
        await using (DbConnection connection = await _database.ConnectAsync(stop))
        {
            string sql = $"SELECT vehicle, vin FROM vins WHERE {_database.IsIn("vehicle", "@list")}";
            IEnumerable<(long Vehicle, string Vin)> rows = await connection.QueryAsync<(long, string)>(
                new CommandDefinition(sql, new { list = _database.ListOf(vehicles) }, cancellationToken: stop));
            foreach ((long vehicle, string vin) in rows) found[vehicle] = Vin.TryParse(vin)!;
        }

        await NoteAsync(why, vehicles.Count, [.. found.Keys], stop);
        return found;
    }

    /// <summary>Which of these VINs are registered; for registering others, so nothing is shown and nothing noted.</summary>
    public async Task<IReadOnlySet<string>> KnownAsync(
        DbConnection connection, DbTransaction transaction, IEnumerable<Vin> vins, CancellationToken stop)
    {
        string sql = $"SELECT vin FROM vins WHERE {_database.IsIn("vin", "@list")}";
        return (await connection.QueryAsync<string>(new CommandDefinition(
            sql, new { list = _database.ListOf(vins.Select(vin => vin.Reveal())) }, transaction, cancellationToken: stop))).ToHashSet();
    }

    /// <summary>Adds vehicles in bulk, in the transaction that registers them.</summary>
    public async Task AddAsync(DbConnection connection, IReadOnlyList<(Vin Vin, long Vehicle)> added, CancellationToken stop)
    {
        await using BulkInsert rows = await _database.BeginInsertAsync(connection, "vins", ["vin", "vehicle"], stop);
        foreach ((Vin vin, long vehicle) in added)
        {
            rows.Write(vin.Reveal());
            rows.Write(vehicle);
            rows.EndRow();
        }

        await rows.CompleteAsync(stop);
    }

    /// <summary>The latest look-ups of one vehicle.</summary>
    public async Task<IReadOnlyList<VinLookupRow>> LookupsAsync(long vehicle, int count, CancellationToken stop)
    {
        await using DbConnection connection = await _database.ConnectAsync(stop);
        const string sql = """
            SELECT l.time, l.operator, l.method, l.purpose, l.fields, l.asked
            FROM vin_lookup_vehicles v JOIN vin_lookups l ON l.id = v.lookup
            WHERE v.vehicle = @vehicle ORDER BY v.time DESC, l.id LIMIT @count
            """;
        return [.. await connection.QueryAsync<VinLookupRow>(new CommandDefinition(sql, new { vehicle, count }, cancellationToken: stop))];
    }

    public ValueTask DisposeAsync() => _notes.DisposeAsync();

    private async Task NoteAsync(VinLookup why, int asked, IReadOnlyList<long> found, CancellationToken stop)
    {
        byte[] id = new byte[IdSize];
        _random.GetBytes(id);
        await _notes.WriteAsync(
            new VinLookupNote(Convert.ToHexStringLower(id), _time.GetUtcNow().ToUnixTimeMilliseconds(), why, asked, found), stop);
    }

    private async Task WriteNotesAsync(BatchWrite<VinLookupNote> batch)
    {
        const string insert = """
            INSERT INTO vin_lookups (id, time, operator, credential, method, purpose, fields, asked, found)
            VALUES (@Id, @Time, @Operator, @Credential, @Method, @Purpose, @Fields, @Asked, @Found)
            """;
        const string insertVehicle = "INSERT INTO vin_lookup_vehicles (vehicle, time, lookup) VALUES (@vehicle, @Time, @Id)";
        await batch.Connection.ExecuteAsync(insert, batch.Items.Select(note => new
        {
            note.Id,
            note.Time,
            note.Lookup.Operator,
            note.Lookup.Credential,
            note.Lookup.Method,
            note.Lookup.Purpose,
            note.Lookup.Fields,
            note.Asked,
            Found = note.Found.Count,
        }), batch.Transaction);
        if (batch.Items.Sum(note => note.Found.Count) > FewFound)
        {
            await WriteManyAsync(batch);
            return;
        }

        await batch.Connection.ExecuteAsync(
            insertVehicle, batch.Items.SelectMany(note => note.Found.Select(vehicle => new { vehicle, note.Time, note.Id })), batch.Transaction);
    }

    private async Task WriteManyAsync(BatchWrite<VinLookupNote> batch)
    {
        await using BulkInsert rows = await _database.BeginInsertAsync(
            batch.Connection, "vin_lookup_vehicles", ["vehicle", "time", "lookup"], CancellationToken.None);
        foreach (VinLookupNote note in batch.Items)
        {
            foreach (long vehicle in note.Found)
            {
                rows.Write(vehicle);
                rows.Write(note.Time);
                rows.Write(note.Id);
                rows.EndRow();
            }
        }

        await rows.CompleteAsync(CancellationToken.None);
    }
}
