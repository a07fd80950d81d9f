using System.Text.Json;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>Reads at a start which uploads there are, and removes what a kill left of those that had ended.</summary>
internal sealed class UploadRecovery(ArtifactFolder folder, ArtifactStore store)
{
    public IReadOnlyList<UploadTerms> Run()
    {
        List<UploadTerms> found = [.. Directory.EnumerateFiles(folder.Uploads, "*.json").Select(TryRead).OfType<UploadTerms>()];
        // Its artifact got its name, and only the rest was not cleared away.
        found.RemoveAll(terms => store.Find(terms.Artifact.Sha256) is not null);
        HashSet<string> known = [.. found.SelectMany(terms => new[] { folder.TermsOf(terms.Id()), folder.PartOf(terms.Id()) })];
        foreach (string path in Directory.GetFiles(folder.Uploads).Where(path => !known.Contains(path))) File.Delete(path);
        return found;
    }

    private static UploadTerms? TryRead(string path)
    {
        try
        {
            UploadTerms? terms = JsonSerializer.Deserialize<UploadTerms>(File.ReadAllBytes(path));
            return terms?.Id() == Path.GetFileNameWithoutExtension(path) ? terms : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
