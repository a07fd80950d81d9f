using System.Data.Common;
using Dapper;
using Ota.Server.Bundles.Repository;
using Ota.Server.Storage;

namespace Ota.Server.Bundles.Staging;

/// <summary>Bundles and what they consist of. How far one is, the changes to the Image repository say.</summary>
internal sealed class BundleStore(Database database)
{
    private const string Facts = """
        b.number, b.digest, b.title, b.version, b.role, b.creator, b.created, b.withdrawn,
        b.withdrawal_reason AS WithdrawalReason, b.withdrawer,
        s.id AS Change, s.state AS ChangeState, s.published_at AS Staged, w.id AS WithdrawalChange, COALESCE(s.threshold, 0) AS Threshold,
        (SELECT COUNT(*) FROM change_signatures g WHERE g.change_id = s.id) AS Signatures
        """;

    // Dropped changes are as if they had never been; of the others, each bundle has at most one of a kind.
    private static readonly string Source = $"""
        FROM bundles b
        LEFT JOIN changes s ON s.subject = 'bundles/' || b.digest AND s.kind = '{RepositoryWords.Of(V1.ChangeKind.Bundle)}' AND s.state <> '{Dropped}'
        LEFT JOIN changes w ON w.subject = 'bundles/' || b.digest AND w.kind = '{RepositoryWords.Of(V1.ChangeKind.Withdrawal)}' AND w.state <> '{Dropped}'
        """;

    private static string Dropped => RepositoryWords.Of(V1.ChangeState.Dropped);

    /// <summary>Keeps a draft, unless there is a bundle of this digest.</summary>
    /// <param name="bundle">Its number is given here.</param>
    /// <param name="images">In the order of installing.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<bool> TryAddAsync(BundleRow bundle, IReadOnlyList<BundleImageRow> images, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginAloneAsync(connection, WriteLock.Repository, stop);
        if (await Scalar("SELECT COUNT(*) FROM bundles WHERE digest = @Digest") > 0) return false;
        long number = await Scalar("SELECT COALESCE(MAX(number), 0) + 1 FROM bundles");
        const string insert = """
            INSERT INTO bundles (number, digest, title, version, role, manifest, creator, created, withdrawal_reason, withdrawer)
            VALUES (@number, @Digest, @Title, @Version, @Role, @Manifest, @Creator, @Created, '', '')
            """;
        object values = new { number, bundle.Digest, bundle.Title, bundle.Version, bundle.Role, bundle.Manifest, bundle.Creator, bundle.Created };
        await connection.ExecuteAsync(new CommandDefinition(insert, values, transaction, cancellationToken: stop));
        await AddImagesAsync(connection, number, images, stop);
        await transaction.CommitAsync(stop);
        return true;

        Task<long> Scalar(string sql) =>
            connection.ExecuteScalarAsync<long>(new CommandDefinition(sql, new { bundle.Digest }, transaction, cancellationToken: stop));
    }

    /// <summary>A bundle with its manifest.</summary>
    public async Task<BundleRow?> FindAsync(string digest, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        string sql = $"SELECT {Facts}, b.manifest {Source} WHERE b.digest = @digest";
        return await connection.QuerySingleOrDefaultAsync<BundleRow>(Sql(sql, new { digest }, stop));
    }

    /// <summary>A bundle without its manifest, which may be long.</summary>
    public async Task<BundleRow?> FindFactsAsync(string digest, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        return await connection.QuerySingleOrDefaultAsync<BundleRow>(Sql($"SELECT {Facts} {Source} WHERE b.digest = @digest", new { digest }, stop));
    }

    /// <summary>Up to so many digests that begin with some digits.</summary>
    public async Task<IReadOnlyList<string>> FindDigestsAsync(string beginning, int most, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "SELECT digest FROM bundles WHERE digest >= @beginning AND digest < @end ORDER BY digest LIMIT @most";
        object values = new { beginning, end = beginning + 'g', most }; // g comes after all hexadecimal digits.
        return [.. await connection.QueryAsync<string>(Sql(sql, values, stop))];
    }

    /// <summary>The newest first, without their manifests.</summary>
    /// <param name="state">Only those in this state; unspecified is any.</param>
    /// <param name="before">The number of the last bundle of the page before; 0 for the first page.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<IReadOnlyList<BundleRow>> ListAsync(V1.BundleState state, long before, int most, CancellationToken stop)
    {
        string published = RepositoryWords.Of(V1.ChangeState.Published);
        string isWanted = state switch
        {
            V1.BundleState.Draft => "b.withdrawn IS NULL AND s.id IS NULL",
            V1.BundleState.AwaitingSignatures => $"b.withdrawn IS NULL AND s.state <> '{published}'",
            V1.BundleState.Staged => $"b.withdrawn IS NULL AND s.state = '{published}'",
            V1.BundleState.Withdrawn => "b.withdrawn IS NOT NULL",
            _ => "1 = 1",
        };
        string isAfter = before == 0 ? "1 = 1" : "b.number < @before";
        await using DbConnection connection = await database.ConnectAsync(stop);
        string sql = $"SELECT {Facts} {Source} WHERE {isWanted} AND {isAfter} ORDER BY b.number DESC LIMIT @most";
        return [.. await connection.QueryAsync<BundleRow>(Sql(sql, new { before, most }, stop))];
    }

    /// <summary>The images of bundles, by the bundles' numbers, each in the order of installing.</summary>
    public async Task<ILookup<long, BundleImageRow>> ImagesAsync(IReadOnlyList<long> bundles, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        string sql = $"""
            SELECT bundle, position, path, sha256, sha512, length, hardware_ids AS HardwareIds, release_counter AS ReleaseCounter
            FROM bundle_images WHERE {database.IsIn("bundle", "@list")} ORDER BY bundle, position
            """;
        object values = new { list = database.ListOf(bundles) };
        return (await connection.QueryAsync<BundleImageRow>(Sql(sql, values, stop))).ToLookup(image => image.Bundle);
    }

    /// <summary>Withdraws a bundle. The first reason stays.</summary>
    public async Task WithdrawAsync(string digest, string reason, string who, DateTimeOffset now, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = """
            UPDATE bundles SET withdrawn = @now, withdrawal_reason = @reason, withdrawer = @who WHERE digest = @digest AND withdrawn IS NULL
            """;
        await connection.ExecuteAsync(Sql(sql, new { digest, reason, who, now = now.ToUnixTimeMilliseconds() }, stop));
    }

    /// <summary>Which of a bundle's paths other bundles of the same role list that are not withdrawn.</summary>
    public async Task<IReadOnlySet<string>> SharedPathsAsync(long bundle, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = """
            SELECT DISTINCT i.path FROM bundle_images i
            JOIN bundles b ON b.number = i.bundle AND b.number <> @bundle AND b.withdrawn IS NULL
            WHERE b.role = (SELECT role FROM bundles WHERE number = @bundle) AND i.path IN (SELECT path FROM bundle_images WHERE bundle = @bundle)
            """;
        return (await connection.QueryAsync<string>(Sql(sql, new { bundle }, stop))).ToHashSet();
    }

    private async Task AddImagesAsync(DbConnection connection, long bundle, IReadOnlyList<BundleImageRow> images, CancellationToken stop)
    {
        string[] columns = ["bundle", "position", "path", "sha256", "sha512", "length", "hardware_ids", "release_counter"];
        await using BulkInsert rows = await database.BeginInsertAsync(connection, "bundle_images", columns, stop);
        foreach (BundleImageRow image in images)
        {
            rows.Write(bundle);
            rows.Write(image.Position);
            rows.Write(image.Path);
            rows.Write(image.Sha256);
            rows.Write(image.Sha512);
            rows.Write(image.Length);
            rows.Write(image.HardwareIds);
            rows.Write(image.ReleaseCounter);
            rows.EndRow();
        }

        await rows.CompleteAsync(stop);
    }

    private static CommandDefinition Sql(string text, object? values, CancellationToken stop) => new(text, values, cancellationToken: stop);
}
