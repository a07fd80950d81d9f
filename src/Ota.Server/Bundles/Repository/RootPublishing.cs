using System.Globalization;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.Server.Bundles.Repository;

/// <summary>Takes roots in.</summary>
internal sealed class RootPublishing(
    RepositoryPublisher publisher, RootCheck check, Publication publication, Proposals proposals, ILogger<RootPublishing> log)
{
    /// <summary>Publishes a root, or lets it wait for targets that its keys sign. The same root once more changes nothing.</summary>
    /// <exception cref="Grpc.Core.RpcException">It is refused; the sentence says why.</exception>
    public async Task PublishAsync(V1.RepositoryKind kind, ReadOnlyMemory<byte> bytes, string creator, CancellationToken stop)
    {
        (long version, ChangeRow? waitsFor) = await publisher.RunAsync(work => TakeAsync(work, kind, bytes, creator), stop);
        if (waitsFor is not null) log.RootWaits(version, waitsFor.Name);
        else if (version > 0) log.RootPublished(version, RepositoryWords.Of(kind));
    }

    private async Task<(long Version, ChangeRow? WaitsFor)> TakeAsync(
        RepositoryWork work, V1.RepositoryKind kind, ReadOnlyMemory<byte> bytes, string creator)
    {
        TrustedFile<RootMetadata>? current = kind == V1.RepositoryKind.Director ? work.DirectorRoot : work.Image.Root;
        bool isThere = IsSame(current, bytes) || (kind == V1.RepositoryKind.Image && IsSame(work.WaitingRoot, bytes));
        if (isThere) return (0, null);
        if (check.Problem(kind, current, bytes, work.Now, out TrustedFile<RootMetadata>? root) is { } problem) throw Refused.Because(problem);
        long version = root!.Metadata.Version;
        if (kind == V1.RepositoryKind.Director)
        {
            work.DirectorRoot = root;
            return (version, null);
        }

        foreach (ChangeRow change in work.Open.Where(open => open.BoundTo == RepositoryWork.Root).ToArray())
            await work.DropAsync(change, "Given up: another root takes the place of the one that it was for");
        if (!IsKept(work.Image, root.Metadata)) return (version, await WaitAsync(work, root, creator));
        await publication.PublishAsync(work, root, []);
        return (version, null);
    }

    private async Task<ChangeRow> WaitAsync(RepositoryWork work, TrustedFile<RootMetadata> root, string creator)
    {
        work.WaitingRoot = root;
        await MetadataRows.SetWaitingRootAsync(work.Session, root.Envelope.Bytes);
        string goesLive = string.Create(CultureInfo.InvariantCulture, $"Goes live with root {root.Metadata.Version}, whose keys have to sign it");
        ChangeProposal renewal = new(
            V1.ChangeKind.Renewal, RoleName.Targets.Value, RoleName.Targets, new TargetsEdit(), creator, ["The same targets, for the keys of the new root", goesLive]);
        return await proposals.OpenAsync(work, renewal, RepositoryWork.Root);
    }

    // Whether the published targets count under the root as they are.
    private static bool IsKept(RepositorySet set, RootMetadata root) =>
        set.Targets.GetValueOrDefault(RoleName.Targets.Value) is not { } targets || targets.Envelope.Count(root.RingOf(MetadataRole.Targets)).IsMet;

    private static bool IsSame(TrustedFile<RootMetadata>? root, ReadOnlyMemory<byte> bytes) =>
        root is not null && root.Envelope.Bytes.Span.SequenceEqual(bytes.Span);
}
