using System.Text.Json;
using Ota.Server.Storage;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>
/// The artifacts that are there, in files alone: one that has its final name and its facts is there, and nothing else has to agree with
/// that. A name is taken once and never again.
/// </summary>
internal sealed class ArtifactStore(ArtifactFolder folder)
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly Lock _naming = new(); // Nobody else writes to the folder: DataFolder holds it for this process.

    /// <summary>Null also if its facts were lost: then another upload brings them back.</summary>
    public StoredArtifact? Find(string sha256)
    {
        if (!File.Exists(folder.FileOf(sha256))) return null;
        try
        {
            return JsonSerializer.Deserialize<StoredArtifact>(File.ReadAllBytes(folder.FactsOf(sha256)));
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>By name, beginning behind <paramref name="after"/>.</summary>
    public IReadOnlyList<StoredArtifact> List(string after, int most)
    {
        // Names alone are looked at, a hundred bytes each; facts are read for one page.
        IEnumerable<string> names = Directory.EnumerateFiles(folder.Final).Select(path => Path.GetFileName(path))
            .Where(name => ArtifactTerms.IsSha256(name) && string.CompareOrdinal(name, after) > 0)
            .Order(StringComparer.Ordinal);
        return [.. names.Select(Find).OfType<StoredArtifact>().Take(most)];
    }

    /// <summary>Gives a checked and flushed part its final name. A kill in between leaves the part, and the same steps can be done again.</summary>
    public void Publish(string part, StoredArtifact artifact, Action<UploadStep> reached)
    {
        reached(UploadStep.WriteFacts);
        string name = artifact.Terms.Sha256;
        DurableFile.WriteBytes(folder.FactsOf(name), JsonSerializer.SerializeToUtf8Bytes(artifact));
        reached(UploadStep.MakeReadOnly);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(part, ReadOnly);
        reached(UploadStep.TakeName);
        lock (_naming)
        {
            // If somebody else has uploaded the same meanwhile, the same it is.
            if (!File.Exists(folder.FileOf(name))) File.Move(part, folder.FileOf(name), overwrite: false);
        }

        reached(UploadStep.FlushName);
        DurableFile.FlushFolder(folder.Final);
    }
}
