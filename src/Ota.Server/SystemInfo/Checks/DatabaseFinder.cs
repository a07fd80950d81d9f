using System.Data.Common;
using Dapper;
using Ota.Server.Storage;

namespace Ota.Server.SystemInfo.Checks;

/// <summary>Whether the database answers, has this build's schema and can be written.</summary>
internal sealed class DatabaseFinder(Database database) : IFinder
{
    public string Name => "database";

    public async Task<IReadOnlyList<V1.SystemCheck>> FindAsync(DateTimeOffset now, CancellationToken stop)
    {
        try
        {
            await using DbConnection connection = await database.ConnectAsync(stop);
            long schema = await connection.ExecuteScalarAsync<long>(
                new CommandDefinition("SELECT COALESCE(MAX(number), 0) FROM migrations", cancellationToken: stop));
            if (schema != Migration.All[^1].Number)
            {
                return [Found.Problem(
                    Name, $"{database.Place} has schema {schema} and this build {Migration.All[^1].Number}: run the same build on all servers, and restart this one.")];
            }

            await TryWriteAsync(connection, stop);
            return [Found.Ok(Name, $"{database.Kind} at {database.Place} answers, has schema {schema} and can be written.")];
        }
        catch (DbException e) when (database.IsOutage(e))
        {
            return [Found.Problem(Name, $"{database.Kind} at {database.Place} cannot be used ({e.Message}): start it, give it room and let this server write; then it goes on by itself.")];
        }
    }

    // Nothing changes, and a database that only reads refuses all the same.
    private async Task TryWriteAsync(DbConnection connection, CancellationToken stop)
    {
        await using DbTransaction transaction = await database.BeginWriteAsync(connection, stop);
        await connection.ExecuteAsync(
            new CommandDefinition("UPDATE migrations SET applied = applied WHERE number = 0", transaction: transaction, cancellationToken: stop));
        await transaction.RollbackAsync(stop);
    }
}
