using Ota.Core.Bundles.Manifests;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.Simulator.Agent.Trust;

/// <summary>What full verification came to.</summary>
internal abstract record TrustVerdict
{
    private TrustVerdict()
    {
    }

    /// <summary>Both repositories agree, and the manifest is the bundle's.</summary>
    /// <param name="Targets">What the Director wants.</param>
    /// <param name="Manifest">What the update is.</param>
    /// <param name="ManifestBytes">As it was published.</param>
    public sealed record Trusted(TargetsMetadata Targets, Manifest Manifest, byte[] ManifestBytes) : TrustVerdict;

    public sealed record Refused(Refusal Why) : TrustVerdict;

    /// <summary>The Director wants nothing any more.</summary>
    public sealed record NothingToDo : TrustVerdict;
}
