using Ota.Core.Bundles.Manifests;

namespace Ota.Server.Bundles.Staging;

/// <summary>A manifest and what is wrong with it.</summary>
/// <param name="Manifest">Null if something is wrong in the manifest itself.</param>
/// <param name="Published">The form in which it would be published; empty if there is no manifest.</param>
/// <param name="Digest">The name of the bundle; empty if there is no manifest.</param>
/// <param name="Problems">Everything.</param>
internal sealed record CheckedManifest(Manifest? Manifest, byte[] Published, string Digest, BundleProblems Problems);
