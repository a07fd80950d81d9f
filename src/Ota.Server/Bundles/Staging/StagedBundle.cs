using Ota.Core.Bundles.Manifests;
using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Staging;

/// <summary>What a signed manifest says to those who tell vehicles to install it.</summary>
/// <param name="Digest">Its name, 64 lower-case hexadecimal digits.</param>
/// <param name="Images">What it consists of, in the order of installing.</param>
internal sealed record StagedBundle(string Digest, IReadOnlyList<StagedImage> Images)
{
    /// <summary>Where its manifest stands in the Image repository.</summary>
    public TargetPath ManifestPath { get; init; } = BundleName.PathOf(Digest, null);

    /// <summary>What people call it.</summary>
    public string Title { get; init; } = Digest;

    /// <summary>Digests of bundles that must be on a vehicle first.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>Digests of bundles that cannot be on a vehicle at the same time.</summary>
    public IReadOnlyList<string> Conflicts { get; init; } = [];

    public IReadOnlyList<RxswinChange> Rxswins { get; init; } = [];

    /// <summary>The assessment before release.</summary>
    public Dossier? Dossier { get; init; }

    /// <summary>The languages to inform people in, by market.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<LanguageTag>> Markets { get; init; } = new Dictionary<string, IReadOnlyList<LanguageTag>>();

    /// <summary>What people are told, by language.</summary>
    public IReadOnlyDictionary<string, UserText> Texts { get; init; } = new Dictionary<string, UserText>();

    /// <summary>How long installing takes as a rule.</summary>
    public int InstallMinutes { get; init; }

    public static StagedBundle Of(string digest, Manifest manifest) =>
        new(digest, [.. manifest.Images.OrderBy(image => image.Order).Select(ImageOf)])
        {
            ManifestPath = BundleName.PathOf(digest, manifest.Supplier),
            Title = $"{manifest.Title} {manifest.Version}",
            Requires = manifest.Requires,
            Conflicts = manifest.Conflicts,
            Rxswins = manifest.Rxswins,
            Dossier = manifest.Dossier,
            Markets = manifest.Markets,
            Texts = manifest.Texts,
            InstallMinutes = manifest.Duration.Expected,
        };

    private static StagedImage ImageOf(ManifestImage image) => new(image.Path, image.ToEntry(), image.HardwareIds, image.ReleaseCounter)
    {
        Before = image.Before,
        Order = image.Order,
        DependsOn = image.DependsOn,
    };
}
