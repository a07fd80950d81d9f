using Ota.Core.Bundles.Metadata;

namespace Ota.Core.Bundles.Manifests;

/// <summary>What could be read of a manifest, whatever is wrong with the rest: checks that need more than the manifest go on with it.</summary>
public sealed record ManifestParts
{
    /// <summary>Who signs; null if the targets role does.</summary>
    public RoleName? Supplier { get; init; }

    /// <summary>The images without a problem.</summary>
    public IReadOnlyList<Indexed<ManifestImage>> Images { get; init; } = [];

    /// <summary>The changes of RXSWINs without a problem.</summary>
    public IReadOnlyList<Indexed<RxswinChange>> Rxswins { get; init; } = [];

    /// <summary>The digests of bundles that must be there first.</summary>
    public IReadOnlyList<Indexed<string>> Requires { get; init; } = [];

    /// <summary>The digests of bundles that it conflicts with.</summary>
    public IReadOnlyList<Indexed<string>> Conflicts { get; init; } = [];
}
