using System.Collections.Concurrent;
using System.Text;
using Ota.Core.Bundles.Manifests;
using Ota.Core.Bundles.Metadata;
using Ota.Server.Bundles.Repository;

namespace Ota.Server.Bundles.Staging;

/// <summary>The bundles that vehicles may be told to install, and what is known of those that they could be told once.</summary>
internal sealed class StagedBundles(BundleStore store, ImageRepository repository)
{
    private const int MostKept = 200;

    // What a digest names never changes. A fleet is told a few bundles at a time, so when it is full it begins anew.
    private readonly ConcurrentDictionary<string, (Manifest Manifest, StagedBundle Bundle)> _kept = [];

    /// <summary>Null if the bundle is unknown, not yet staged, withdrawn, or not published any more.</summary>
    public async Task<StagedBundle?> FindAsync(string digest, CancellationToken stop)
    {
        if (await store.FindFactsAsync(digest, stop) is not { State: V1.BundleState.Staged }) return null;
        return await FindObstacleAsync(digest, stop) is null ? (await ReadAsync(digest, stop)).Bundle : null;
    }

    /// <summary>Null if there is no such bundle, or it was never staged.</summary>
    public async Task<KnownBundle?> DescribeAsync(string digest, CancellationToken stop)
    {
        if (await store.FindFactsAsync(digest, stop) is not { IsPublished: true } row) return null;
        DateTimeOffset? withdrawn = row.Withdrawn is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;
        return new KnownBundle((await ReadAsync(digest, stop)).Bundle, withdrawn);
    }

    /// <summary>Why vehicles would refuse a staged bundle: what its people signed is not published any more. Null if it is.</summary>
    public async Task<string?> FindObstacleAsync(string digest, CancellationToken stop)
    {
        Manifest manifest = (await ReadAsync(digest, stop)).Manifest;
        if (FindObstacle(repository.Current, digest, manifest) is null) return null;
        await repository.ReloadAsync(stop); // Another server may have published it a moment ago.
        return FindObstacle(repository.Current, digest, manifest);
    }

    private static string? FindObstacle(ImageView? view, string digest, Manifest manifest)
    {
        RoleName role = manifest.Supplier ?? RoleName.Targets;
        if (view?.FileOf(role) is not { } file) return $"Nothing is delegated to {role} any more.";
        DelegatedRole? delegation = manifest.Supplier is null ? null : view.Targets.Delegations!.Roles.First(one => one.Name == role);
        foreach (ManifestImage image in manifest.Images)
        {
            if (delegation is not null && image.HardwareIds.Any(id => !delegation.IsAbout(image.Path, id)))
                return $"The delegation to {role} is not about {image.Path} any more.";
            if (!file.Targets.TryGetValue(image.Path, out TargetEntry? entry) || !entry.Hashes.Agree(image.Hashes))
                return $"{image.Path} is not published any more.";
        }

        TargetPath own = BundleName.PathOf(digest, manifest.Supplier);
        return file.Targets.ContainsKey(own) ? null : $"{own} is not published any more.";
    }

    private async Task<(Manifest Manifest, StagedBundle Bundle)> ReadAsync(string digest, CancellationToken stop)
    {
        if (_kept.TryGetValue(digest, out (Manifest, StagedBundle) kept)) return kept;
        BundleRow row = (await store.FindAsync(digest, stop))!;
        Manifest manifest = ManifestCheck.Read(Encoding.ASCII.GetBytes(row.Manifest)).Manifest!;
        if (_kept.Count >= MostKept) _kept.Clear();
        return _kept[digest] = (manifest, StagedBundle.Of(digest, manifest));
    }
}
