using System.Text.Json;
using Ota.Core.Bundles.Director;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;

namespace Ota.Server.Bundles.Director;

/// <summary>Images of an assignment as stored.</summary>
internal static class ImagesText
{
    public static string Write(IEnumerable<DirectorImage> images) => JsonSerializer.Serialize(images.Select(image => new Stored(
        image.Ecu.Value, image.Hardware.Value, image.Path.Value, image.Length, image.Hashes.Sha256, image.Hashes.Sha512, image.ReleaseCounter)));

    public static IReadOnlyList<DirectorImage> Read(string text) => [.. JsonSerializer.Deserialize<Stored[]>(text)!.Select(stored => new DirectorImage(
        EcuSerial.TryParse(stored.Ecu)!,
        HardwareId.TryParse(stored.Hardware)!,
        TargetPath.TryParse(stored.Path)!.Value,
        stored.Length,
        FileHashes.TryMake(stored.Sha256, stored.Sha512)!,
        stored.Release))];

    private sealed record Stored(string Ecu, string Hardware, string Path, long Length, string? Sha256, string? Sha512, long? Release);
}
