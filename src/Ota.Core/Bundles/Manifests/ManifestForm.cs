namespace Ota.Core.Bundles.Manifests;

/// <summary>Who wrote a manifest for whom.</summary>
internal enum ManifestForm
{
    /// <summary>With every hash; what is signed.</summary>
    Complete,

    /// <summary>By people: an image may name a local file instead of its length and hashes.</summary>
    Source,
}
