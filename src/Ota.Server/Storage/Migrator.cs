using System.Data.Common;
using Dapper;
using Ota.Server.Hosting;

namespace Ota.Server.Storage;

/// <summary>Brings the schema forward at start, under a lock, so that servers that start together do it once.</summary>
internal static class Migrator
{
    private const string CreateTable = """
        CREATE TABLE IF NOT EXISTS migrations (
            number BIGINT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            checksum TEXT NOT NULL,
            applied BIGINT NOT NULL)
        """;

    /// <summary>Migrates to the newest schema.</summary>
    /// <exception cref="StartException">The database cannot be used; the message says why.</exception>
    public static async Task StartAsync(Database database, TimeProvider time)
    {
        try
        {
            await MigrateAsync(database, Migration.All, time, CancellationToken.None);
        }
        catch (DbException e) when (database.IsOutage(e))
        {
            throw new StartException($"The database {database.Place} cannot be used: {e.Message}", e);
        }
    }

    public static async Task MigrateAsync(
        Database database, IReadOnlyList<Migration> migrations, TimeProvider time, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginAloneAsync(connection, WriteLock.Migrations, stop);
        await connection.ExecuteAsync(CreateTable, transaction: transaction);
        const string select = "SELECT number, name, checksum FROM migrations ORDER BY number";
        Row[] applied = [.. await connection.QueryAsync<Row>(select, transaction: transaction)];
        Check(applied, migrations);
        foreach (Migration migration in migrations.Skip(applied.Length))
        {
            await connection.ExecuteAsync(database.Adapt(migration.Sql), transaction: transaction);
            await connection.ExecuteAsync(
                "INSERT INTO migrations (number, name, checksum, applied) VALUES (@Number, @Name, @Checksum, @applied)",
                new { migration.Number, migration.Name, migration.Checksum, applied = time.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction);
        }

        await transaction.CommitAsync(stop);
    }

    private static void Check(Row[] applied, IReadOnlyList<Migration> known)
    {
        if (applied.Length > known.Count)
        {
            throw new StartException(
                $"The database has schema {applied[^1].Number} and this server knows up to {known.Count}: start a newer server, or restore "
                + "a backup made by this one.");
        }

        foreach ((Row row, Migration migration) in applied.Zip(known))
        {
            if (row.Checksum != migration.Checksum)
            {
                throw new StartException(
                    $"The database was made by another build: its step {row.Name} is not this server's {migration.Name}. "
                    + "Start the build that made it.");
            }
        }
    }

    private sealed class Row
    {
        public long Number { get; init; }

        public string Name { get; init; } = "";

        public string Checksum { get; init; } = "";
    }
}
