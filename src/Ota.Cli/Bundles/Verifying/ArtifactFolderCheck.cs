using Ota.Cli.Artifacts;
using Ota.V1;

namespace Ota.Cli.Bundles.Verifying;

/// <summary>Reads artifacts in a folder, each named by its SHA-256 as in DIR/artifacts/sha256 of a server, and hashes them.</summary>
internal sealed class ArtifactFolderCheck(string folder, Output.Surroundings around, CancellationToken stop)
{
    /// <exception cref="CliException">One is missing or not what was signed.</exception>
    public async Task RunAsync(IEnumerable<VerifiedImage> images)
    {
        foreach (VerifiedImage image in images)
        {
            await using FileStream file = ArtifactFile.Open(Path.Combine(folder, image.Entry.Hashes.Sha256!));
            StartUploadRequest found = await ProgressBar.ShowAsync(
                around, file.Name, file.Length, bar => ArtifactFile.DescribeAsync(file, bar, stop));
            bool isSame = found.Length == image.Entry.Length
                && found.Sha256 == image.Entry.Hashes.Sha256
                && (image.Entry.Hashes.Sha512 ?? found.Sha512) == found.Sha512;
            if (!isSame) throw CliException.Refused($"{file.Name} is not {image.Path} as it was signed: its bytes are others.");
        }
    }
}
