using System.Data.Common;
using Ota.Server.Storage;

namespace Ota.Server.Bundles.Repository;

/// <summary>Opens sessions on the tables of the repositories.</summary>
internal sealed class RepositoryStore(Database database)
{
    public async Task<RepositorySession> ReadAsync(CancellationToken stop) => new(await database.ConnectAsync(stop), null, stop);

    /// <summary>A transaction that runs alone among all such, so that versions rise one by one. It has no effect before it is committed.</summary>
    public async Task<RepositorySession> WriteAsync(CancellationToken stop)
    {
        DbConnection connection = await database.ConnectAsync(stop);
        try
        {
            return new RepositorySession(connection, await database.BeginAloneAsync(connection, WriteLock.Repository, stop), stop);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
