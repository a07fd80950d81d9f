using System.Data.Common;
using Dapper;
using Ota.Server.Storage;

namespace Ota.Server.Vehicles;

/// <summary>Registers vehicles in bulk. A batch and the progress that it means are one transaction, so an import never repeats a row.</summary>
internal sealed class ImportStore(Database database, VinDirectory vins, TimeProvider time)
{
    public const int MaxProblems = 1000;

    private const string SelectState = """
        SELECT id, operator, last_line AS LastLine, added, refused FROM imports WHERE id = @id
        """;

    public async Task<ImportState?> FindAsync(string id, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        return await connection.QuerySingleOrDefaultAsync<ImportState>(new CommandDefinition(SelectState, new { id }, cancellationToken: stop));
    }

    public async Task<IReadOnlyList<ImportProblem>> ProblemsAsync(string id, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "SELECT line, field, sentence FROM import_problems WHERE import = @id ORDER BY line, ordinal LIMIT @MaxProblems";
        return [.. await connection.QueryAsync<ImportProblem>(new CommandDefinition(sql, new { id, MaxProblems }, cancellationToken: stop))];
    }

    /// <summary>
    /// Gives each row of a batch its outcome. <paramref name="before"/> is what the import had stored when the batch was made; null for a
    /// new one.
    /// </summary>
    /// <returns>What it has stored now; null, and nothing is done, if another call went on with this import meanwhile.</returns>
    public async Task<ImportState?> TryApplyAsync(string id, string actor, ImportState? before, ImportBatch batch, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await database.ExpectBulkAsync(connection, stop);
        await using DbTransaction transaction = await database.BeginAloneAsync(connection, WriteLock.Vehicles, stop);
        ImportState? stored =
            await connection.QuerySingleOrDefaultAsync<ImportState>(new CommandDefinition(SelectState, new { id }, transaction, cancellationToken: stop));
        if (stored?.LastLine != before?.LastLine) return null;
        await RefuseKnownAsync(connection, transaction, batch, stop);
        await AddVehiclesAsync(connection, transaction, id, actor, batch.Vehicles, stop);
        ImportState after = new()
        {
            Id = id,
            Operator = actor,
            LastLine = batch.LastLine,
            Added = (before?.Added ?? 0) + batch.Vehicles.Count,
            Refused = (before?.Refused ?? 0) + batch.Refused,
        };
        await AddProblemsAsync(connection, transaction, id, batch, stop);
        await SaveAsync(connection, transaction, after, stop);
        await transaction.CommitAsync(stop);
        return after;
    }

    /// <summary>To be called after an import that made the register much larger.</summary>
    public async Task SettleAsync(CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await database.RefreshStatisticsAsync(connection, stop);
    }

    /// <summary>Finds what applying a batch would refuse, and stores nothing.</summary>
    public async Task CheckAsync(ImportBatch batch, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await connection.BeginTransactionAsync(stop);
        await RefuseKnownAsync(connection, transaction, batch, stop);
    }

    private async Task RefuseKnownAsync(DbConnection connection, DbTransaction transaction, ImportBatch batch, CancellationToken stop)
    {
        IReadOnlySet<string> known = await vins.KnownAsync(connection, transaction, batch.Vehicles.Select(row => row.Vin), stop);
        HashSet<string> here = [];
        batch.Vehicles.RemoveAll(row =>
        {
            bool isKnown = known.Contains(row.Vin.Reveal());
            if (!isKnown && here.Add(row.Vin.Reveal())) return false;
            batch.Refused++;
            batch.Problems.Add(new ImportProblem(row.Line, "vin", isKnown
                ? "A vehicle with this VIN is registered already; it stays as it is."
                : "An earlier line has the same VIN; that one was taken."));
            return true;
        });
    }

    private async Task AddVehiclesAsync(
        DbConnection connection, DbTransaction transaction, string id, string actor, List<ImportedVehicle> added, CancellationToken stop)
    {
        if (added.Count == 0) return;
        const string last = "SELECT COALESCE(MAX(number), 0) FROM vehicles";
        long first = 1 + await connection.ExecuteScalarAsync<long>(new CommandDefinition(last, transaction: transaction, cancellationToken: stop));
        VehicleInserts inserts = new(database, connection, first, stop);
        await inserts.AddAsync([.. added.Select(row => row.Vehicle)]);
        await inserts.AddRegisteredEventsAsync(added, id, actor);
        await vins.AddAsync(connection, [.. added.Select((row, i) => (row.Vin, first + i))], stop);
    }

    private async Task AddProblemsAsync(DbConnection connection, DbTransaction transaction, string id, ImportBatch batch, CancellationToken stop)
    {
        if (batch.Problems.Count == 0) return;
        const string count = "SELECT COUNT(*) FROM import_problems WHERE import = @id";
        long room = MaxProblems - await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(count, new { id }, transaction, cancellationToken: stop));
        await using BulkInsert rows = await database.BeginInsertAsync(
            connection, "import_problems", ["import", "line", "ordinal", "field", "sentence"], stop);
        int ordinal = 0;
        foreach (ImportProblem problem in batch.Problems.OrderBy(problem => problem.Line).Take((int)Math.Max(0, room)))
        {
            rows.Write(id);
            rows.Write(problem.Line);
            rows.Write(ordinal++);
            rows.Write(problem.Field);
            rows.Write(problem.Sentence);
            rows.EndRow();
        }

        await rows.CompleteAsync(stop);
    }

    private async Task SaveAsync(DbConnection connection, DbTransaction transaction, ImportState state, CancellationToken stop)
    {
        const string upsert = """
            INSERT INTO imports (id, operator, started, changed, last_line, added, refused)
            VALUES (@Id, @Operator, @now, @now, @LastLine, @Added, @Refused)
            ON CONFLICT (id) DO UPDATE SET changed = @now, last_line = @LastLine, added = @Added, refused = @Refused
            """;
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await connection.ExecuteAsync(new CommandDefinition(
            upsert, new { state.Id, state.Operator, state.LastLine, state.Added, state.Refused, now }, transaction, cancellationToken: stop));
    }
}
