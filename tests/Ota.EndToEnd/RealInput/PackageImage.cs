using System.Security.Cryptography;

namespace Ota.EndToEnd.RealInput;

/// <summary>A package as an image. One that did not change keeps its path and its release counter.</summary>
internal sealed record PackageImage(string Name, string File, string Path, int ReleaseCounter, string? Before, string Sha256)
{
    public long Length { get; } = new FileInfo(File).Length;

    public static PackageImage Of(int version, string name)
    {
        string file = DebianPackages.File(version, name);
        string sha256 = HashOf(file);
        string old = HashOf(DebianPackages.File(1, name));
        int release = sha256 == old ? 1 : version;
        return new PackageImage(name, file, $"debian/{name}-{release}.deb", release, release == 1 ? null : old, sha256);
    }

    private static string HashOf(string file)
    {
        using FileStream stream = System.IO.File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
