using Ota.Core.Bundles.Manifests;
using Ota.Core.Bundles.Metadata;
using Ota.Server.Bundles.Artifacts;

namespace Ota.Server.Bundles.Staging;

/// <summary>Holds a manifest against what is here: vehicles, other bundles, artifacts, and what the Image repository says.</summary>
internal sealed class BundleCheck(KnownVehicles vehicles, KnownBundles bundles, ArtifactStore artifacts, PublishedImages published)
{
    public async Task<CheckedManifest> RunAsync(ReadOnlyMemory<byte> manifest, CancellationToken stop)
    {
        ManifestVerdict verdict = ManifestCheck.Read(manifest.Span);
        byte[] form = verdict.Manifest is null ? [] : BundleName.Publish(verdict.Manifest);
        string digest = verdict.Manifest is null ? "" : BundleName.DigestOf(form);
        BundleProblems problems = new(verdict.Problems);
        await CheckVehiclesAsync(verdict.Parts, problems, stop);
        await CheckPathsAsync(verdict.Parts, problems, stop);
        published.CheckCounters(verdict.Parts, await bundles.CountersAsync(stop), problems);
        published.CheckSupplier(verdict.Parts, digest, problems);
        await CheckBundlesAsync(verdict.Parts, problems, stop);
        CheckArtifacts(verdict.Parts, problems);
        if (verdict.Manifest is not null && artifacts.Find(digest) is null)
            problems.AddMissing(JsonPointer.Root, digest, $"The manifest is not there as an artifact {digest}; upload its published form.");
        return new CheckedManifest(verdict.Manifest, form, digest, problems);
    }

    private async Task CheckVehiclesAsync(ManifestParts parts, BundleProblems problems, CancellationToken stop)
    {
        IReadOnlySet<string> hardware = await vehicles.HardwareAsync(
            [.. parts.Images.SelectMany(image => image.Value.HardwareIds).Select(id => id.Value).Distinct()], stop);
        IReadOnlySet<string> known = await vehicles.ImagesAsync([.. parts.Images.SelectMany(image => image.Value.Before).Distinct()], stop);
        foreach ((int index, ManifestImage image) in parts.Images)
        {
            for (int i = 0; i < image.HardwareIds.Count; i++)
            {
                if (!hardware.Contains(image.HardwareIds[i].Value))
                    problems.Add(JsonPointer.Item(BundleProblems.OfImage(index, "hardwareIds"), i), $"No vehicle has an ECU {image.HardwareIds[i]}; check it for a typing error.");
            }

            for (int i = 0; i < image.Before.Count; i++)
            {
                if (!known.Contains(image.Before[i]))
                    problems.Add(JsonPointer.Item(BundleProblems.OfImage(index, "before"), i), "No vehicle has or had this image, and no bundle brought it.");
            }
        }

        IReadOnlySet<string> rxswins = await vehicles.RxswinsAsync([.. parts.Rxswins.Select(change => change.Value.Before).OfType<string>().Distinct()], stop);
        foreach ((int index, RxswinChange change) in parts.Rxswins.Where(change => change.Value.Before is { } before && !rxswins.Contains(before)))
            problems.Add(JsonPointer.Member(JsonPointer.Item("/rxswins", index), "before"), $"No vehicle has the RXSWIN {change.Before}; check it for a typing error.");
    }

    private async Task CheckPathsAsync(ManifestParts parts, BundleProblems problems, CancellationToken stop)
    {
        ILookup<string, KnownPath> known = await bundles.PathsAsync([.. parts.Images.Select(image => image.Value.Path.Value)], stop);
        foreach ((int index, ManifestImage image) in parts.Images)
        {
            KnownPath[] uses = [.. known[image.Path.Value]];
            if (uses.FirstOrDefault(use => use.Sha256 != image.Hashes.Sha256) is { } other)
            {
                string by = other.Bundle.Length > 0 ? other.Bundle : "what was published before";
                problems.AddImage(index, "path", $"In {by} this path has other content, and a path is never used again; put the version into it.");
            }
            else if (uses.FirstOrDefault(use => use.LeavingBy is not null) is { } leaving)
            {
                problems.AddImage(index, "path", $"changes/{leaving.LeavingBy} is about to take this image away with {leaving.Bundle}; sign or drop that change first.");
            }
        }
    }

    private async Task CheckBundlesAsync(ManifestParts parts, BundleProblems problems, CancellationToken stop)
    {
        IReadOnlyDictionary<string, bool> withdrawn = await bundles.AreWithdrawnAsync(
            [.. parts.Requires.Concat(parts.Conflicts).Select(item => item.Value).Distinct()], stop);
        foreach ((string list, Indexed<string> item) in parts.Requires.Select(item => ("requires", item)).Concat(parts.Conflicts.Select(item => ("conflicts", item))))
        {
            if (!withdrawn.TryGetValue(item.Value, out bool isWithdrawn)) problems.AddItem(list, item.Index, "There is no such bundle.");
            else if (isWithdrawn && list == "requires") problems.AddItem(list, item.Index, "That bundle is withdrawn, so no further vehicle will have it.");
        }
    }

    private void CheckArtifacts(ManifestParts parts, BundleProblems problems)
    {
        foreach ((int index, ManifestImage image) in parts.Images)
        {
            FileHashes hashes = image.Hashes;
            if (artifacts.Find(hashes.Sha256!) is not { } artifact)
            {
                problems.AddMissing(BundleProblems.OfImage(index, "sha256"), hashes.Sha256!, $"There is no artifact {hashes.Sha256}; upload it.");
                continue;
            }

            if (artifact.Terms.Sha512 != hashes.Sha512) problems.AddImage(index, "sha512", $"The artifact has another one: {artifact.Terms.Sha512}.");
            if (artifact.Terms.Length != image.Length) problems.AddImage(index, "length", $"The artifact has another one: {artifact.Terms.Length}.");
        }
    }
}
