using System.Data.Common;
using Dapper;
using Google.Protobuf;
using Ota.Core.Vehicles;
using Ota.Payloads.V1;
using Ota.Server.Bridge;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Control;

/// <summary>
/// Tells vehicles that there is something for them. A hint that is published and not yet deleted at a kill is published once more; one
/// that a vehicle misses loses nothing, since it asks after its next birth.
/// </summary>
internal sealed class HintPublisher(Database database, IDownTopics down, RolloutsOptions options, RolloutsMetrics metrics, TimeProvider time)
{
    private const uint SchemaVersion = 1;

    // A vehicle that is away asks when it returns, without being told.
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(60);

    /// <returns>Whether there are more to publish at once: not while the broker takes none.</returns>
    public async Task<bool> PublishAsync(DateTimeOffset now, CancellationToken stop)
    {
        HintRow[] hints = [.. await FindAsync(stop)];
        if (hints.Length == 0) return false;
        OtaCommand command = new() { SchemaVersion = SchemaVersion, ServerMs = now.ToUnixTimeMilliseconds(), Hint = new Hint() };
        byte[] payload = command.ToByteArray();
        foreach (HintRow[] some in hints.Chunk(options.HintsAtOnce))
        {
            if (!await TryPublishAsync(some, payload, stop)) return false;
            metrics.Hinted(some.Length);
            await DeleteAsync(some, stop);
        }

        return hints.Length == options.HintsPerTick;
    }

    private async Task<bool> TryPublishAsync(HintRow[] hints, byte[] payload, CancellationToken stop)
    {
        using CancellationTokenSource patience = new(options.HintPatience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            await Task.WhenAll(hints.Select(hint => down.PublishAsync(Vid.TryParse(hint.Vid)!.Value, "ota", payload, Expiry, either.Token)));
            return true;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false; // The broker is away, or behind.
        }
    }

    private async Task<IEnumerable<HintRow>> FindAsync(CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "SELECT vid, time FROM rollout_hints ORDER BY vid LIMIT @HintsPerTick";
        return await connection.QueryAsync<HintRow>(new CommandDefinition(sql, new { options.HintsPerTick }, cancellationToken: stop));
    }

    // One that was written anew meanwhile stays. Rows are taken in the order in which others write them, so that nobody waits in a circle.
    private async Task DeleteAsync(HintRow[] hints, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginWriteAsync(connection, stop);
        string take = $"SELECT vid FROM rollout_hints WHERE {database.IsIn("vid", "@list")} ORDER BY vid{database.ForUpdate}";
        await connection.ExecuteAsync(new CommandDefinition(
            take, new { list = database.ListOf(hints.Select(hint => hint.Vid)) }, transaction, cancellationToken: stop));
        string delete = $"""
            DELETE FROM rollout_hints WHERE {database.IsIn("vid", "@list")}
                AND (vid, time) IN (SELECT r.vid, r.time FROM {RowTable.Of(database, "@rows", "vid TEXT", "time BIGINT")})
            """;
        object values = new
        {
            list = database.ListOf(hints.Select(hint => hint.Vid)),
            rows = RowTable.Text(hints.Select(hint => new object?[] { hint.Vid, hint.Time })),
        };
        await connection.ExecuteAsync(new CommandDefinition(delete, values, transaction, cancellationToken: stop));
        await transaction.CommitAsync(stop);
    }

    private sealed class HintRow
    {
        public string Vid { get; init; } = "";

        public long Time { get; init; }
    }
}
