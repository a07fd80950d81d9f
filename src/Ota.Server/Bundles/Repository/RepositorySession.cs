using System.Data.Common;
using Dapper;

namespace Ota.Server.Bundles.Repository;

/// <summary>A connection, perhaps with a transaction, on which the rows of the repositories are read and written.</summary>
internal sealed class RepositorySession(DbConnection connection, DbTransaction? transaction, CancellationToken stop) : IAsyncDisposable
{
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? values = null) => [.. await connection.QueryAsync<T>(Sql(sql, values))];

    public Task<T?> FindAsync<T>(string sql, object? values = null) => connection.QuerySingleOrDefaultAsync<T>(Sql(sql, values));

    public Task<int> RunAsync(string sql, object? values = null) => connection.ExecuteAsync(Sql(sql, values));

    /// <summary>Not cut short by anybody: a commit whose outcome is not known leaves the memory behind the database for a while.</summary>
    public Task CommitAsync() => transaction!.CommitAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (transaction is not null) await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private CommandDefinition Sql(string sql, object? values) => new(sql, values, transaction, cancellationToken: stop);
}
