using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Metadata;

namespace Ota.Core.Bundles.Manifests;

/// <summary>
/// What an update is: everything that people sign for. Its published form (<see cref="PublishedJson"/>) is an artifact and a target of
/// the Image repository, and the SHA-256 of that form is the bundle's name.
/// </summary>
public sealed record Manifest
{
    /// <summary>The number of this form of manifests.</summary>
    public const int Format = 1;

    /// <summary>What people call it.</summary>
    public required string Title { get; init; }

    /// <summary>Which version of that, a token.</summary>
    public required string Version { get; init; }

    /// <summary>The delegated role that signs it; null if the targets role does.</summary>
    public RoleName? Supplier { get; init; }

    /// <summary>The languages to inform people in, by market (ISO 3166, two capitals).</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<LanguageTag>> Markets { get; init; }

    /// <summary>What is installed.</summary>
    public required IReadOnlyList<ManifestImage> Images { get; init; }

    /// <summary>What a vehicle must be like before it begins.</summary>
    public required IReadOnlyList<Precondition> Preconditions { get; init; }

    /// <summary>How long installing takes, in minutes: as a rule, and at worst.</summary>
    public required InstallDuration Duration { get; init; }

    /// <summary>What people are told, by language.</summary>
    public required IReadOnlyDictionary<string, UserText> Texts { get; init; }

    /// <summary>RX software identification numbers that change.</summary>
    public IReadOnlyList<RxswinChange> Rxswins { get; init; } = [];

    /// <summary>The assessment before release (UN R156, 7.1.2.5).</summary>
    public required Dossier Dossier { get; init; }

    /// <summary>Digests of bundles that a vehicle must have first.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>Digests of bundles that cannot be on a vehicle at the same time.</summary>
    public IReadOnlyList<string> Conflicts { get; init; } = [];
}
