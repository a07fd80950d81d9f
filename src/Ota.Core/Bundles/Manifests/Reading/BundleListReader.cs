namespace Ota.Core.Bundles.Manifests.Reading;

/// <summary>Reads which bundles a bundle needs, and with which it cannot be.</summary>
internal static class BundleListReader
{
    public static (IReadOnlyList<Indexed<string>> Requires, IReadOnlyList<Indexed<string>> Conflicts) Read(ManifestFields manifest)
    {
        IReadOnlyList<Indexed<string>> requires = manifest.Texts("requires", 0, ManifestLimits.List, TextRule.Sha256);
        IReadOnlyList<Indexed<string>> conflicts = manifest.Texts("conflicts", 0, ManifestLimits.List, TextRule.Sha256);
        foreach (Indexed<string> both in conflicts.Where(one => requires.Any(other => other.Value == one.Value)))
            manifest.Problems.Add(JsonPointer.Item(manifest.PointerOf("conflicts"), both.Index), "The same bundle is in requires.");
        return (requires, conflicts);
    }
}
