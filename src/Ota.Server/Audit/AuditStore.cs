using System.Data.Common;
using Dapper;
using Ota.Core.Audit;
using Ota.Server.Storage;

namespace Ota.Server.Audit;

/// <summary>The audit log: appended to, read, never changed.</summary>
internal sealed class AuditStore(Database database)
{
    private const string Columns = """
        sequence, time, stage, call_id AS CallId, actor, credential, method, peer, outcome,
        request_digest AS RequestDigest, summary, hash
        """;

    private const string Insert = """
        INSERT INTO audit (sequence, time, stage, call_id, actor, credential, method, peer, outcome, request_digest, summary, hash)
        VALUES (@Sequence, @Time, @Stage, @CallId, @Actor, @Credential, @Method, @Peer, @Outcome, @RequestDigest, @Summary, @Hash)
        """;

    /// <summary>Adds an entry at the end of the chain; when this returns, the entry survives a power cut.</summary>
    public async Task<AuditLink> AppendAsync(AuditEntry entry, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginAloneAsync(connection, WriteLock.Audit, stop);
        const string selectLast = $"SELECT {Columns} FROM audit ORDER BY sequence DESC LIMIT 1";
        AuditRow? last = await connection.QueryFirstOrDefaultAsync<AuditRow>(
            new CommandDefinition(selectLast, transaction: transaction, cancellationToken: stop));
        AuditLink link = AuditChain.Append(last?.ToLink(), entry);
        await connection.ExecuteAsync(new CommandDefinition(Insert, AuditRow.From(link), transaction, cancellationToken: stop));
        await transaction.CommitAsync(stop);
        return link;
    }

    /// <summary>Up to <paramref name="count"/> links in order, from the first after a sequence number (0: from the start).</summary>
    public async Task<IReadOnlyList<AuditLink>> ReadAsync(long after, int count, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string select = $"SELECT {Columns} FROM audit WHERE sequence > @after ORDER BY sequence LIMIT @count";
        IEnumerable<AuditRow> rows = await connection.QueryAsync<AuditRow>(
            new CommandDefinition(select, new { after, count }, cancellationToken: stop));
        return [.. rows.Select(row => row.ToLink())];
    }

    /// <summary>Checks the whole chain, page by page.</summary>
    /// <returns>The first break, or null.</returns>
    public async Task<AuditBreak?> VerifyAsync(CancellationToken stop)
    {
        const int pageSize = 1000;
        AuditLink? last = null;
        while (true)
        {
            IReadOnlyList<AuditLink> page = await ReadAsync(last?.Sequence ?? 0, pageSize, stop);
            if (AuditChain.Verify(page, last) is { } broken) return broken;
            if (page.Count < pageSize) return null;
            last = page[^1];
        }
    }

    public async Task<long> CountAsync(CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT COUNT(*) FROM audit", cancellationToken: stop));
    }
}
