using Ota.Core.Bundles.Manifests;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;
using Ota.Server.Bundles.Staging;

namespace Ota.Bench.Rollouts;

/// <summary>The bundle of all rollouts: three images, one after the other.</summary>
internal static class BenchBundle
{
    private static readonly string[] Markets = ["DE", "FR", "IT", "ES", "NL", "SE"];

    public static string Digest { get; } = new('b', 64);

    public static StagedBundle Staged { get; } = new(Digest, [.. BenchFleet.AllHardware.Select(ImageOf)])
    {
        Title = "Three ECUs 2.0",
        Markets = Markets.ToDictionary(market => market, _ => (IReadOnlyList<LanguageTag>)[LanguageTag.TryParse("en")!]),
        Texts = new Dictionary<string, UserText>
        {
            ["en"] = new() { Title = "t", Purpose = "p", Changes = "c", Duration = "d", Unavailable = "u", Instructions = "i" },
        },
        InstallMinutes = 10,
    };

    private static StagedImage ImageOf(IReadOnlyList<string> hardware, int order) => new(
        TargetPath.TryParse($"ecu{order}/fw-2.0.bin")!.Value,
        new TargetEntry(12_345_678, FileHashes.TryMake(BenchFleet.After, null)!, null),
        [.. hardware.Select(id => HardwareId.TryParse(id)!)],
        2)
    {
        Order = order,
    };
}
