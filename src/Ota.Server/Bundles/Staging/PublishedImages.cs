using System.Globalization;
using Ota.Core.Bundles.Manifests;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;
using Ota.Server.Bundles.Repository;

namespace Ota.Server.Bundles.Staging;

/// <summary>Holds a manifest against what the Image repository says now, and what bundles put into it earlier.</summary>
internal sealed class PublishedImages(ImageRepository repository)
{
    /// <summary>
    /// A release counter must be higher than that of every other image for the same hardware, or ECUs would refuse to go there. One and
    /// the same image may be listed again.
    /// </summary>
    public void CheckCounters(ManifestParts parts, IReadOnlyList<KnownCounter> earlier, BundleProblems problems)
    {
        ILookup<string, KnownCounter> byHardware = earlier.Concat(Published())
            .SelectMany(counter => counter.HardwareIds.Split(' ').Select(id => (Id: id, Counter: counter)))
            .ToLookup(pair => pair.Id, pair => pair.Counter);
        foreach ((int index, ManifestImage image) in parts.Images)
        {
            KnownCounter? highest = image.HardwareIds.SelectMany(id => byHardware[id.Value])
                .Where(known => known.Path != image.Path.Value || known.Sha256 != image.Hashes.Sha256)
                .MaxBy(known => known.ReleaseCounter);
            if (highest is null || image.ReleaseCounter > highest.ReleaseCounter) continue;
            problems.AddImage(index, "releaseCounter", string.Create(CultureInfo.InvariantCulture,
                $"{highest.Path} for the same hardware has {highest.ReleaseCounter}; use a higher one, or ECUs that have it will refuse this image."));
        }
    }

    /// <summary>Whether the supplier may describe everything that the manifest lists, and the manifest itself.</summary>
    public void CheckSupplier(ManifestParts parts, string digest, BundleProblems problems)
    {
        if (parts.Supplier is not { } supplier) return;
        DelegatedRole? delegation = repository.Current?.Targets.Delegations?.Roles.FirstOrDefault(role => role.Name == supplier);
        if (delegation is null)
        {
            problems.Add("/supplier", $"Nothing is delegated to {supplier}; `ota repo delegate` does it.");
            return;
        }

        string paths = string.Join(", ", delegation.Paths);
        TargetPath manifest = BundleName.PathOf(digest.Length > 0 ? digest : new string('0', 64), supplier);
        if (!delegation.IsAbout(manifest, null))
            problems.Add("/supplier", $"The delegation is about {paths} and not about {supplier}/{BundleName.Folder}/*, where the manifest stands; add that pattern to it.");
        foreach ((int index, ManifestImage image) in parts.Images)
        {
            if (!delegation.IsAbout(image.Path, null))
                problems.AddImage(index, "path", $"{supplier} may describe {paths}; choose a path that one of these matches.");
            else if (image.HardwareIds.FirstOrDefault(id => !delegation.IsAbout(image.Path, id)) is { } foreign)
                problems.AddImage(index, "hardwareIds", $"The delegation to {supplier} is not about {foreign}.");
        }
    }

    private IEnumerable<KnownCounter> Published()
    {
        if (repository.Current is not { } view) yield break;
        foreach ((TargetPath path, TargetEntry entry) in view.Delegated.Values.Prepend(view.Targets).SelectMany(file => file.Targets))
        {
            if (ImageCustom.TryRead(entry.Custom) is not { ReleaseCounter: { } counter, HardwareIds: var ids }) continue;
            yield return new KnownCounter
            {
                Path = path.Value,
                Sha256 = entry.Hashes.Sha256 ?? "",
                HardwareIds = string.Join(' ', ids.Select((HardwareId id) => id.Value)),
                ReleaseCounter = counter,
            };
        }
    }
}
