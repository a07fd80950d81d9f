namespace Ota.Server.Bundles.Repository;

/// <summary>The Image repository: what it says now, and what shall change about it.</summary>
internal sealed class ImageRepository(RepositoryPublisher publisher, PublishedFiles published, RepositoryStore store, Proposals proposals)
{
    /// <summary>Null until targets are published.</summary>
    public ImageView? Current => published.Memory.View;

    /// <summary>Drafts the next version of a role's file, for people to sign.</summary>
    /// <exception cref="Grpc.Core.RpcException">It is impossible; the sentence says why.</exception>
    public Task<ChangeRow> ProposeAsync(ChangeProposal proposal, CancellationToken stop) =>
        publisher.RunAsync(work => proposals.AddAsync(work, proposal), stop);

    /// <summary>Gives a change up. One that is not open any more, published or dropped meanwhile, stays as it is.</summary>
    public Task DropAsync(string id, string why, CancellationToken stop) => publisher.RunAsync(
        async work =>
        {
            if (work.Open.Find(change => change.Id == id) is { } open) await work.DropAsync(open, why);
            return true;
        },
        stop);

    /// <summary>Reads what is published anew if another server has changed it; else it is one query.</summary>
    public Task ReloadAsync(CancellationToken stop) => publisher.ReloadAsync(stop);

    public async Task<ChangeRow?> FindChangeAsync(string id, CancellationToken stop)
    {
        await using RepositorySession session = await store.ReadAsync(stop);
        return await ChangeRows.FindAsync(session, id);
    }
}
