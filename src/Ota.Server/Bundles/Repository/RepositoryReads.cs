using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository;

/// <summary>What operators read.</summary>
internal sealed class RepositoryReads(OnlineKeys keys, PublishedFiles published, RepositoryStore store)
{
    public V1.GetOnlineKeysResponse ShowKeys(V1.RepositoryKind kind) => new()
    {
        Keys = { OnlineKeys.RolesOf(kind).Select(role => RepositoryMessages.From(role, keys.For(kind, role).Key)) },
    };

    public async Task<V1.RepositoryState> ShowAsync(V1.RepositoryKind kind, CancellationToken stop)
    {
        V1.RepositoryState state = RepositoryMessages.From(kind, published.Memory);
        if (kind == V1.RepositoryKind.Director) return state;
        await using RepositorySession session = await store.ReadAsync(stop);
        if (await MetadataRows.WaitingRootAsync(session) is not { } root) return state;
        state.WaitingRoot = SignedFile.Read<RootMetadata>(root, MetadataRole.Root, "waiting_root").Metadata.Version;
        state.WaitingFor = (await ChangeRows.OpenAsync(session)).FirstOrDefault(open => open.BoundTo == RepositoryWork.Root)?.Name ?? "";
        return state;
    }

    public async Task<ReadOnlyMemory<byte>?> FindFileAsync(V1.RepositoryKind kind, string file, CancellationToken stop) =>
        (await published.FindAsync(kind, file, stop))?.Bytes;

    public async Task<IReadOnlyList<ChangeRow>> ListAsync(ChangePage page, bool openOnly, CancellationToken stop)
    {
        await using RepositorySession session = await store.ReadAsync(stop);
        return await ChangeRows.ListAsync(session, page.Before, openOnly, page.Size);
    }
}
