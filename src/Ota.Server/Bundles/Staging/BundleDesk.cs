using System.Text;
using Grpc.Core;
using Ota.Core.Bundles.Manifests;
using Ota.Core.Bundles.Metadata;
using Ota.Server.Bundles.Repository;

namespace Ota.Server.Bundles.Staging;

/// <summary>Moves bundles along: draft, signatures asked for, withdrawn. That one is staged, its signatures alone bring about.</summary>
internal sealed class BundleDesk(BundleStore store, BundleCheck check, ImageRepository repository, TimeProvider time)
{
    /// <summary>Makes a draft, or finds the bundle if there is one.</summary>
    /// <returns>The digest, and whether the bundle is new.</returns>
    public async Task<(string Digest, bool IsNew)> CreateAsync(ReadOnlyMemory<byte> bytes, string who, CancellationToken stop)
    {
        if (ManifestCheck.Read(bytes.Span).Manifest is { } known && await store.FindAsync(DigestOf(known), stop) is { } there) return (there.Digest, false);
        CheckedManifest manifest = await check.RunAsync(bytes, stop);
        manifest.Problems.ThrowIfAny();
        BundleRow row = new()
        {
            Digest = manifest.Digest,
            Title = manifest.Manifest!.Title,
            Version = manifest.Manifest.Version,
            Role = RoleOf(manifest.Manifest).Value,
            Manifest = Encoding.ASCII.GetString(manifest.Published),
            Creator = who,
            Created = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        BundleImageRow[] images = [.. manifest.Manifest.Images.OrderBy(image => image.Order).Select(BundleImageRow.Of)];
        return (row.Digest, await store.TryAddAsync(row, images, stop));
    }

    /// <summary>Proposes the change that stages a draft, after everything was checked again.</summary>
    /// <returns>The change's name; null if there was one before.</returns>
    public async Task<string?> RequestSignaturesAsync(BundleRow row, string who, CancellationToken stop)
    {
        if (row.State is V1.BundleState.Withdrawn)
            throw Refuse($"bundles/{row.Digest} is withdrawn; build it anew, with another version.");
        if (row.State is not V1.BundleState.Draft) return null;
        CheckedManifest manifest = await check.RunAsync(Encoding.ASCII.GetBytes(row.Manifest), stop);
        manifest.Problems.ThrowIfAny();
        Dictionary<TargetPath, TargetEntry> add = manifest.Manifest!.Images.ToDictionary(image => image.Path, image => image.ToEntry());
        add[BundleName.PathOf(row.Digest, manifest.Manifest.Supplier)] =
            new TargetEntry(manifest.Published.Length, FileHashes.Of(manifest.Published), Custom: null);
        ChangeProposal proposal = new(
            V1.ChangeKind.Bundle,
            $"bundles/{row.Digest}",
            RoleOf(manifest.Manifest),
            new TargetsEdit { Add = add },
            who,
            BundleSummary.Of(manifest.Manifest, row.Digest, row.Creator));
        return (await repository.ProposeAsync(proposal, stop)).Name;
    }

    /// <summary>Withdraws; again does what a failure left undone.</summary>
    public async Task WithdrawAsync(BundleRow row, string reason, string who, CancellationToken stop)
    {
        await store.WithdrawAsync(row.Digest, reason, who, time.GetUtcNow(), stop);
        if (row is { Change: { } open, IsPublished: false }) await repository.DropAsync(open, $"Given up: the bundle was withdrawn: {reason}", stop);
        BundleRow now = (await store.FindAsync(row.Digest, stop))!; // Signatures may have been faster.
        if (now is { IsPublished: true, WithdrawalChange: null }) await ProposeRemovalAsync(now, who, stop);
    }

    private async Task ProposeRemovalAsync(BundleRow row, string who, CancellationToken stop)
    {
        Manifest manifest = ManifestCheck.Read(Encoding.ASCII.GetBytes(row.Manifest)).Manifest!;
        IReadOnlySet<string> shared = await store.SharedPathsAsync(row.Number, stop);
        TargetPath[] images = [.. manifest.Images.Select(image => image.Path).Where(path => !shared.Contains(path.Value))];
        ChangeProposal proposal = new(
            V1.ChangeKind.Withdrawal,
            $"bundles/{row.Digest}",
            RoleOf(manifest),
            new TargetsEdit { Remove = [.. images, BundleName.PathOf(row.Digest, manifest.Supplier)] },
            who,
            [
                $"Takes {row.Title} {row.Version} away, withdrawn by {row.Withdrawer}: {row.WithdrawalReason}",
                .. images.Select(path => $"image {path} goes"),
                .. shared.Order(StringComparer.Ordinal).Select(path => $"image {path} stays, since another bundle has it"),
            ]);
        await repository.ProposeAsync(proposal, stop);
    }

    private static string DigestOf(Manifest manifest) => BundleName.DigestOf(BundleName.Publish(manifest));

    private static RoleName RoleOf(Manifest manifest) => manifest.Supplier ?? RoleName.Targets;

    private static RpcException Refuse(string sentence) => new(new Status(StatusCode.FailedPrecondition, sentence));
}
