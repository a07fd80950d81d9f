using Ota.Core.Bundles.Json;

namespace Ota.Core.Bundles.Manifests;

/// <summary>The bounds of a manifest.</summary>
public static class ManifestLimits
{
    /// <summary>Bytes of the document.</summary>
    public const int Bytes = 1 << 20;

    /// <summary>Objects and arrays in each other.</summary>
    public const int Depth = 16;

    /// <summary>Values in all.</summary>
    public const int Values = 100_000;

    /// <summary>Problems that are told; who has more will ask again anyway.</summary>
    public const int Problems = 200;

    /// <summary>Characters of a heading.</summary>
    public const int Heading = 100;

    /// <summary>Characters of a longer text.</summary>
    public const int Prose = 4000;

    /// <summary>Characters of a reference to a document.</summary>
    public const int Reference = 200;

    /// <summary>Markets, and languages.</summary>
    public const int Markets = 100;

    /// <summary>Languages of one market.</summary>
    public const int LanguagesOfMarket = 20;

    /// <summary>Hardware ids of one image.</summary>
    public const int HardwareIds = 50;

    /// <summary>Images that one may replace.</summary>
    public const int Before = 200;

    /// <summary>Images that one depends on.</summary>
    public const int DependsOn = 20;

    /// <summary>The highest order.</summary>
    public const int Order = 1000;

    /// <summary>Minutes that installing may take at worst: a day.</summary>
    public const int Minutes = 1440;

    /// <summary>Systems, references or bundles in one list.</summary>
    public const int List = 100;

    /// <summary>The bounds of its JSON.</summary>
    public static JsonLimits Json { get; } = new() { MaxBytes = Bytes, MaxDepth = Depth, MaxValues = Values };
}
