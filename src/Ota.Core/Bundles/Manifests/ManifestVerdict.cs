namespace Ota.Core.Bundles.Manifests;

/// <summary>What came of reading a manifest.</summary>
/// <param name="Manifest">The manifest; null if there is a problem.</param>
/// <param name="Parts">What could be read in any case.</param>
/// <param name="Problems">Everything that is wrong.</param>
public sealed record ManifestVerdict(Manifest? Manifest, ManifestParts Parts, IReadOnlyList<ManifestProblem> Problems);
