using System.Data.Common;
using Dapper;
using Ota.Core.Vehicles;
using Ota.Server.Storage;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>When vehicles were in contact, and how their inventories stand.</summary>
internal sealed class ContactStore : IAsyncDisposable
{
    private readonly Database _database;
    private readonly ServerRun _run;
    private readonly GroupCommit<ContactWrite> _commits;
    private readonly BatchedLook<BasisQuestion, InventoryBasis> _bases;

    public ContactStore(Database database, ServerRun run, ILogger<ContactStore> log)
    {
        _database = database;
        _run = run;
        _commits = new GroupCommit<ContactWrite>(database, WriteAsync, log);
        _bases = new(questions => LoadBasesAsync(questions, CancellationToken.None));
    }

    /// <summary>Returns when the message is durable, or its outcome says that it never will be.</summary>
    public Task WriteAsync(ContactWrite write, CancellationToken stop) => _commits.WriteAsync(write, stop);

    /// <returns>Null if nothing was ever heard of the vehicle.</returns>
    public async Task<KnownContact?> FindAsync(long number, CancellationToken stop)
    {
        await using DbConnection connection = await _database.ConnectAsync(stop);
        const string contact = $"SELECT {ContactRow.Columns} FROM contacts WHERE vehicle = @number";
        ContactRow? row = await connection.QuerySingleOrDefaultAsync<ContactRow>(Sql(contact, new { number }, stop));
        if (row is null) return null;
        const string run = "SELECT seen, ended FROM server_runs WHERE id = @Run";
        return new KnownContact(row, await connection.QuerySingleOrDefaultAsync<RunRow>(Sql(run, new { row.Run }, stop)));
    }

    /// <summary>
    /// The vehicle's ECUs as its inventories are held against them, and what was proven before; null if it is not registered. Who asks at
    /// the same time shares a query.
    /// </summary>
    public Task<InventoryBasis?> LoadBasisAsync(Vid vid, DateTimeOffset now, CancellationToken stop) =>
        _bases.FindAsync(new BasisQuestion(vid.Value, now.ToUnixTimeMilliseconds())).WaitAsync(stop);

    /// <summary>The latest births of vehicles, by vid; those of whom none is known are left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> BirthsAsync(IReadOnlyCollection<string> vids, CancellationToken stop)
    {
        await using DbConnection connection = await _database.ConnectAsync(stop);
        string sql = $"SELECT v.vid, c.birth FROM vehicles v JOIN contacts c ON c.vehicle = v.number WHERE {_database.IsIn("v.vid", "@list")}";
        return (await connection.QueryAsync<(string Vid, string Birth)>(Sql(sql, new { list = _database.ListOf(vids) }, stop)))
            .ToDictionary(row => row.Vid, row => row.Birth);
    }

    public ValueTask DisposeAsync() => _commits.DisposeAsync();

    private Task WriteAsync(BatchWrite<ContactWrite> batch) =>
        new ContactBatch(_database, batch.Connection, batch.Transaction, _run.Id).WriteAsync(batch.Items);

    private async Task<IReadOnlyDictionary<BasisQuestion, InventoryBasis>> LoadBasesAsync(
        IReadOnlyCollection<BasisQuestion> questions, CancellationToken stop)
    {
        await using DbConnection connection = await _database.ConnectAsync(stop);
        string sql = $"""
            SELECT r.vid, r.now, COALESCE(c.inventory_digest, '') AS digest, {InventoriedEcu.Columns("r.now")}
            FROM {RowTable.Of(_database, "@rows", "vid TEXT", "now BIGINT")} JOIN vehicles v ON v.vid = r.vid
                LEFT JOIN contacts c ON c.vehicle = v.number LEFT JOIN ecus e ON e.vehicle = v.number
            ORDER BY e.serial
            """;
        object rows = new { rows = RowTable.Text(questions.Select(question => new object?[] { question.Vid, question.Now })) };
        IEnumerable<(BasisRow Of, InventoriedEcu? Ecu)> found =
            await connection.QueryAsync<BasisRow, InventoriedEcu?, (BasisRow, InventoriedEcu?)>(Sql(sql, rows, stop), (of, ecu) => (of, ecu), splitOn: "serial");
        return found.GroupBy(row => new BasisQuestion(row.Of.Vid, row.Of.Now)).ToDictionary(
            of => of.Key, of => new InventoryBasis([.. of.Select(row => row.Ecu).OfType<InventoriedEcu>()], of.First().Of.Digest));
    }

    private static CommandDefinition Sql(string text, object values, CancellationToken stop) => new(text, values, cancellationToken: stop);

    private sealed class BasisRow
    {
        public string Vid { get; init; } = "";

        public long Now { get; init; }

        public string Digest { get; init; } = "";
    }
}
