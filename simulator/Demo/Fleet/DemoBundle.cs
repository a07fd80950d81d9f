using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Ota.Simulator.Demo.Fleet;

/// <summary>The bundle: a manifest, and real files of this machine as its images.</summary>
internal sealed class DemoBundle
{
    public const string Manifest = "bundle/brake-fix.yaml";

    private static readonly string[] Images = ["gateway-2.0.bin", "body-2.0.bin", "drive-2.0.bin"];

    private DemoBundle(IReadOnlySet<string> digests, long bytes, IReadOnlyList<string> sources) =>
        (Digests, Bytes, Sources) = (digests, bytes, sources);

    /// <summary>SHA-256 of each image, hexadecimal.</summary>
    public IReadOnlySet<string> Digests { get; }

    public long Bytes { get; }

    /// <summary>Names of the files that were taken.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>Copies the manifest and the largest files of the runtime.</summary>
    public static async Task<DemoBundle> MakeAsync(DemoFolder folder, CancellationToken stop)
    {
        Directory.CreateDirectory(folder["bundle"]);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Demo", "brake-fix.yaml"), folder[Manifest]);
        FileInfo[] largest = [.. new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory()).EnumerateFiles().OrderByDescending(file => file.Length).Take(Images.Length)];
        if (largest.Length < Images.Length) throw new DemoException($"{RuntimeEnvironment.GetRuntimeDirectory()} has no files to make images of.");
        HashSet<string> digests = [];
        foreach ((FileInfo source, string image) in largest.Zip(Images))
        {
            string copy = folder[$"bundle/{image}"];
            source.CopyTo(copy);
            await using FileStream content = File.OpenRead(copy);
            digests.Add(Convert.ToHexStringLower(await SHA256.HashDataAsync(content, stop)));
        }

        return new DemoBundle(digests, largest.Sum(file => file.Length), [.. largest.Select(file => file.Name)]);
    }
}
