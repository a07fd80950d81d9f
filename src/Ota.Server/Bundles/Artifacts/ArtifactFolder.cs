using Microsoft.Win32.SafeHandles;
using Ota.Server.Storage;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>
/// DIR/artifacts. What is in sha256 is complete, is named by its content and never changes, so that this folder can be copied to an object
/// store as it is; facts has, by the same names, what is known beside the content; uploads has what is on its way.
/// </summary>
internal sealed class ArtifactFolder
{
    private readonly string _facts;

    public ArtifactFolder(string dataFolder)
    {
        string root = Path.Combine(dataFolder, "artifacts");
        Final = Path.Combine(root, "sha256");
        Uploads = Path.Combine(root, "uploads");
        _facts = Path.Combine(root, "facts");
        foreach (string folder in new[] { Final, _facts, Uploads }) Directory.CreateDirectory(folder);
        DurableFile.FlushFolder(root);
        DurableFile.FlushFolder(dataFolder);
    }

    public string Final { get; }

    public string Uploads { get; }

    /// <param name="sha256">Checked before, since it becomes a path.</param>
    public string FileOf(string sha256) => Path.Combine(Final, sha256);

    public string FactsOf(string sha256) => Path.Combine(_facts, sha256);

    public string PartOf(string uploadId) => Path.Combine(Uploads, uploadId);

    /// <summary>Opens a part for its next bytes, also one that a kill left read-only, shortly before it became an artifact.</summary>
    public SafeFileHandle OpenPart(string uploadId)
    {
        string path = PartOf(uploadId);
        if (!OperatingSystem.IsWindows() && File.Exists(path)) File.SetUnixFileMode(path, DurableFile.OwnerOnly);
        return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
    }

    public string TermsOf(string uploadId) => Path.Combine(Uploads, uploadId + ".json");
}
