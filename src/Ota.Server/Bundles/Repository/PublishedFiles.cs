namespace Ota.Server.Bundles.Repository;

/// <summary>What is published, for readers: one reference that is swapped, so nobody ever sees files that do not belong together.</summary>
internal sealed class PublishedFiles(RepositoryStore store)
{
    private volatile PublishedMemory _memory = new();

    public PublishedMemory Memory => _memory;

    /// <summary>A root, or the newest file of a role, also under its name without version.</summary>
    public ReadOnlyMemory<byte>? Find(V1.RepositoryKind kind, string file) => _memory.Files.GetValueOrDefault((kind, file))?.Bytes;

    /// <summary>Any file that was ever published; one that never was costs nothing.</summary>
    public async ValueTask<PublishedFile?> FindAsync(V1.RepositoryKind kind, string file, CancellationToken stop)
    {
        PublishedMemory memory = _memory;
        if (memory.Files.TryGetValue((kind, file), out PublishedFile? found)) return found;
        if (!memory.Names.Contains((kind, file))) return null;
        await using RepositorySession session = await store.ReadAsync(stop);
        return await MetadataRows.FindAsync(session, kind, file) is { } row ? PublishedFile.Of(row.Bytes) : null;
    }

    public void Swap(PublishedMemory memory) => _memory = memory;
}
