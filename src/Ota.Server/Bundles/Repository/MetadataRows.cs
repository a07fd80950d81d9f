using System.Text;
using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository;

/// <summary>Published files, the root that waits, and the names that images had.</summary>
internal static class MetadataRows
{
    private const string Columns = "SELECT f.file AS Name, f.role, f.version, f.content FROM metadata_files f";

    /// <summary>The newest file of each role.</summary>
    public static Task<IReadOnlyList<MetadataFile>> NewestAsync(RepositorySession session, V1.RepositoryKind kind) => ReadAsync(
        session,
        $"""
        {Columns} JOIN (SELECT role, MAX(version) AS version FROM metadata_files WHERE repository = @repository GROUP BY role) n
            ON f.role = n.role AND f.version = n.version
        WHERE f.repository = @repository
        """,
        new { repository = RepositoryWords.Of(kind) });

    public static Task<IReadOnlyList<MetadataFile>> RootsAsync(RepositorySession session, V1.RepositoryKind kind) => ReadAsync(
        session, $"{Columns} WHERE f.repository = @repository AND f.role = 'root' ORDER BY f.version", new { repository = RepositoryWords.Of(kind) });

    public static async Task<MetadataFile?> FindAsync(RepositorySession session, V1.RepositoryKind kind, string file) =>
        await ReadAsync(session, $"{Columns} WHERE f.repository = @repository AND f.file = @file", new { repository = RepositoryWords.Of(kind), file })
            is [var found] ? found : null;

    /// <summary>Names and lengths of all files, in the order in which they were published.</summary>
    public static Task<IReadOnlyList<MetadataName>> NamesAsync(RepositorySession session, V1.RepositoryKind kind) => session.QueryAsync<MetadataName>(
        "SELECT file, role, version, length FROM metadata_files WHERE repository = @repository ORDER BY published_at, version, file",
        new { repository = RepositoryWords.Of(kind) });

    /// <summary>The newest version of each role; File is the word of the repository.</summary>
    public static Task<IReadOnlyList<MetadataName>> VersionsAsync(RepositorySession session) => session.QueryAsync<MetadataName>(
        "SELECT repository AS File, role, MAX(version) AS Version FROM metadata_files GROUP BY repository, role");

    public static async Task AddAsync(RepositorySession session, V1.RepositoryKind kind, MetadataFile file, DateTimeOffset now)
    {
        string repository = RepositoryWords.Of(kind);
        if (file.Name == RepositoryFiles.Timestamp)
            await session.RunAsync("DELETE FROM metadata_files WHERE repository = @repository AND file = @Name", new { repository, file.Name });
        const string insert = """
            INSERT INTO metadata_files (repository, file, role, version, length, published_at, content)
            VALUES (@repository, @Name, @Role, @Version, @length, @published, @content)
            """;
        string content = Encoding.UTF8.GetString(file.Bytes.Span);
        await session.RunAsync(
            insert,
            new { repository, file.Name, file.Role, file.Version, length = (long)file.Bytes.Length, published = now.ToUnixTimeMilliseconds(), content });
    }

    public static async Task<byte[]?> WaitingRootAsync(RepositorySession session) =>
        await session.FindAsync<string>("SELECT content FROM waiting_root WHERE repository = 'image'") is { } content
            ? Encoding.UTF8.GetBytes(content)
            : null;

    /// <param name="session">The transaction.</param>
    /// <param name="root">Null: none waits any more.</param>
    public static async Task SetWaitingRootAsync(RepositorySession session, ReadOnlyMemory<byte>? root)
    {
        await session.RunAsync("DELETE FROM waiting_root WHERE repository = 'image'");
        if (root is not { } bytes) return;
        await session.RunAsync("INSERT INTO waiting_root (repository, content) VALUES ('image', @content)", new { content = Encoding.UTF8.GetString(bytes.Span) });
    }

    /// <summary>The SHA-256 that a path ever had; null if it is new.</summary>
    public static Task<string?> ContentOfAsync(RepositorySession session, TargetPath path) =>
        session.FindAsync<string>("SELECT sha256 FROM published_paths WHERE path = @Value", new { path.Value });

    public static async Task KeepPathAsync(RepositorySession session, TargetPath path, string sha256, DateTimeOffset now)
    {
        if (await ContentOfAsync(session, path) is not null) return;
        await session.RunAsync(
            "INSERT INTO published_paths (path, sha256, published_at) VALUES (@Value, @sha256, @published)",
            new { path.Value, sha256, published = now.ToUnixTimeMilliseconds() });
    }

    private static async Task<IReadOnlyList<MetadataFile>> ReadAsync(RepositorySession session, string sql, object values) =>
        [.. (await session.QueryAsync<Row>(sql, values)).Select(row => new MetadataFile(row.Name, row.Role, row.Version, Encoding.UTF8.GetBytes(row.Content)))];

    private sealed class Row
    {
        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public long Version { get; init; }

        public string Content { get; init; } = "";
    }
}
