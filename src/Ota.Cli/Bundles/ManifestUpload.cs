using System.Security.Cryptography;
using Ota.Cli.Artifacts;
using Ota.V1;

namespace Ota.Cli.Bundles;

/// <summary>Uploads the published form of a manifest, which is an artifact like the images.</summary>
internal static class ManifestUpload
{
    public static async Task RunAsync(Session session, byte[] manifest)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose };
        await using FileStream file = new(path, options);
        await file.WriteAsync(manifest, session.Stop);
        await file.FlushAsync(session.Stop);
        StartUploadRequest terms = new()
        {
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(manifest)),
            Sha512 = Convert.ToHexStringLower(SHA512.HashData(manifest)),
            Length = manifest.Length,
        };
        await ProgressBar.ShowAsync(session, "manifest", manifest.Length, bar => new ArtifactUpload(session, file, terms, bar).RunAsync());
    }
}
