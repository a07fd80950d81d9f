using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.Server.Bundles.Repository;

/// <summary>Makes one consistent set out of what has all its signatures; nothing of it shows before the transaction is committed.</summary>
internal sealed class Publication(OnlineSigning signing)
{
    /// <param name="work">The transaction.</param>
    /// <param name="root">The next root; null leaves the root as it is.</param>
    /// <param name="changes">Signed by enough keys, as the caller has seen to.</param>
    public async Task PublishAsync(RepositoryWork work, TrustedFile<RootMetadata>? root, IReadOnlyList<ChangeRow> changes)
    {
        RepositorySet next = root is null ? work.Image : work.Image with { Root = root };
        foreach (ChangeRow change in changes)
            next = next.With(change.Role.Value, SignedFile.Read<TargetsMetadata>(change.Signed.ToBytes(), MetadataRole.Targets, change.Name));
        work.Image = next.Top is null ? next : SignOnline(next, work.Now);
        foreach (ChangeRow change in changes) await EndAsync(work, change);
        if (root is not null && work.WaitingRoot is not null)
        {
            work.WaitingRoot = null;
            await MetadataRows.SetWaitingRootAsync(work.Session, null);
        }

        await Drafting.RedraftAsync(work, changes.Select(change => change.Role).ToHashSet());
    }

    /// <summary>Makes a new timestamp, and with <paramref name="withSnapshot"/> also a new snapshot.</summary>
    public void Renew(RepositoryWork work, bool withSnapshot) =>
        work.Image = withSnapshot ? signing.SignSnapshot(work.Image, work.Now) : signing.SignTimestamp(work.Image, work.Now);

    private RepositorySet SignOnline(RepositorySet set, DateTimeOffset now)
    {
        if (signing.Problem(set.Root!.Metadata) is { } problem) throw Refused.Because(problem);
        RepositorySet signed = signing.SignSnapshot(set, now);
        return SetCheck.Check(signed) is { } refusal
            ? throw new InvalidOperationException($"Clients would refuse what was about to be published: {refusal}")
            : signed;
    }

    private static async Task EndAsync(RepositoryWork work, ChangeRow change)
    {
        await ChangeRows.PublishAsync(work.Session, change, work.Now);
        work.Open.RemoveAll(one => one.Id == change.Id);
        foreach ((TargetPath path, TargetEntry entry) in change.Edit!.Add)
            await MetadataRows.KeepPathAsync(work.Session, path, entry.Hashes.Sha256!, work.Now);
    }
}
