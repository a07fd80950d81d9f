using System.Data.Common;
using Dapper;
using Ota.Server.Storage;

namespace Ota.Server.Bundles.Staging;

/// <summary>What bundles there are says about another one.</summary>
internal sealed class KnownBundles(Database database)
{
    /// <summary>Who lists, or once published, paths.</summary>
    public async Task<ILookup<string, KnownPath>> PathsAsync(IReadOnlyCollection<string> paths, CancellationToken stop)
    {
        string sql = $"""
            SELECT i.path, i.sha256, 'bundles/' || b.digest AS Bundle,
                (SELECT MAX(c.id) FROM changes c WHERE b.withdrawn IS NOT NULL AND c.subject = 'bundles/' || b.digest AND c.kind = 'withdrawal' AND c.state = 'open') AS LeavingBy
            FROM bundle_images i JOIN bundles b ON b.number = i.bundle WHERE {database.IsIn("i.path", "@list")}
            UNION SELECT p.path, p.sha256, '', NULL FROM published_paths p WHERE {database.IsIn("p.path", "@list")}
            """;
        return (await AskAsync<KnownPath>(sql, paths, stop)).ToLookup(known => known.Path);
    }

    /// <summary>The counters of all images that were ever published for hardware.</summary>
    public async Task<IReadOnlyList<KnownCounter>> CountersAsync(CancellationToken stop)
    {
        const string sql = """
            SELECT DISTINCT i.path, i.sha256, i.hardware_ids AS HardwareIds, i.release_counter AS ReleaseCounter
            FROM bundle_images i JOIN bundles b ON b.number = i.bundle
            JOIN changes c ON c.subject = 'bundles/' || b.digest AND c.kind = 'bundle' AND c.state = 'published'
            """;
        return await AskAsync<KnownCounter>(sql, [], stop);
    }

    /// <summary>How far bundles are; one that is unknown is missing.</summary>
    public async Task<IReadOnlyDictionary<string, bool>> AreWithdrawnAsync(IReadOnlyCollection<string> digests, CancellationToken stop)
    {
        if (digests.Count == 0) return new Dictionary<string, bool>();
        string sql = $"SELECT digest, withdrawn FROM bundles WHERE {database.IsIn("digest", "@list")}";
        return (await AskAsync<(string Digest, long? Withdrawn)>(sql, digests, stop)).ToDictionary(row => row.Digest, row => row.Withdrawn is not null);
    }

    private async Task<IReadOnlyList<T>> AskAsync<T>(string sql, IReadOnlyCollection<string> values, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        object list = new { list = database.ListOf(values) };
        return [.. await connection.QueryAsync<T>(new CommandDefinition(sql, list, cancellationToken: stop))];
    }
}
