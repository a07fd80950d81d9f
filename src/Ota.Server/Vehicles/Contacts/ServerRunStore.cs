using System.Data.Common;
using Dapper;
using Ota.Server.Storage;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>The signs that this server runs.</summary>
internal sealed class ServerRunStore(Database database, ServerRun run, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private readonly long _started = time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task SignAsync(CancellationToken stop) => RunAsync("""
        INSERT INTO server_runs (id, started, seen) VALUES (@Id, @_started, @now) ON CONFLICT (id) DO UPDATE SET seen = excluded.seen
        """, stop);

    public Task EndAsync(CancellationToken stop) => RunAsync("UPDATE server_runs SET ended = @now WHERE id = @Id", stop);

    /// <summary>Forgets runs of long ago: whoever was online in one is offline without it.</summary>
    public Task TidyAsync(CancellationToken stop) => RunAsync("DELETE FROM server_runs WHERE seen < @old", stop);

    private async Task RunAsync(string sql, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        DateTimeOffset now = time.GetUtcNow();
        object values = new { run.Id, _started, now = now.ToUnixTimeMilliseconds(), old = (now - Kept).ToUnixTimeMilliseconds() };
        await connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: stop));
    }
}
