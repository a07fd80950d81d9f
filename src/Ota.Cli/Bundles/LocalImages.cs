using Ota.Cli.Artifacts;
using Ota.Cli.Output;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Manifests;
using Ota.V1;

namespace Ota.Cli.Bundles;

/// <summary>The local files that a manifest names.</summary>
internal sealed class LocalImages(Session session, string manifestPath)
{
    /// <summary>Stands for the hash of a file that cannot be read, so that everything else can still be checked.</summary>
    public static readonly string Placeholder = new('0', 64);

    private static readonly HashSet<string> FileMember = [ManifestCheck.FileMember];

    private readonly Dictionary<string, (string Path, StartUploadRequest Terms)> _files = [];

    private string Folder => Path.GetDirectoryName(Path.GetFullPath(manifestPath))!;

    public bool Has(string sha256) => _files.ContainsKey(sha256);

    public int CountOf(IEnumerable<string> hashes) => hashes.Count(Has);

    /// <summary>The document with length and hashes in place of files; a file that cannot be read becomes a problem.</summary>
    public async Task<JsonObject> CompleteAsync(JsonObject document, List<ManifestProblem> problems)
    {
        if (document["images"] is not JsonArray { Items: var items }) return document;
        List<JsonValue> complete = [];
        for (int i = 0; i < items.Count; i++)
        {
            string pointer = JsonPointer.Member(JsonPointer.Item("/images", i), ManifestCheck.FileMember);
            complete.Add(items[i] is JsonObject image && image[ManifestCheck.FileMember] is JsonText { Value: var file }
                ? await CompleteAsync(image, file, pointer, problems)
                : items[i]);
        }

        return document.Without(new HashSet<string> { "images" }).With([KeyValuePair.Create<string, JsonValue>("images", new JsonArray(complete))]);
    }

    public async Task UploadAsync(IReadOnlySet<string> hashes)
    {
        foreach ((string path, StartUploadRequest terms) in _files.Where(file => hashes.Contains(file.Key)).Select(file => file.Value))
        {
            await using FileStream file = ArtifactFile.Open(path);
            await ProgressBar.ShowAsync(session, path, file.Length, async bar =>
            {
                bar.Hashed(file.Length);
                return await new ArtifactUpload(session, file, terms, bar).RunAsync();
            });
            session.Say($"{path}: uploaded, {ByteCount.Of(terms.Length)}.");
        }
    }

    private async Task<JsonObject> CompleteAsync(JsonObject image, string file, string pointer, List<ManifestProblem> problems)
    {
        StartUploadRequest terms = new() { Sha256 = Placeholder, Sha512 = Placeholder + Placeholder, Length = 1 };
        try
        {
            terms = await DescribeAsync(Path.Combine(Folder, file));
        }
        catch (CliException e)
        {
            problems.AddRange(e.Sentences.Select(sentence => new ManifestProblem(pointer, sentence)));
        }
        catch (ArgumentException)
        {
            // A name that can be no file's; what is wrong with it, the check of the manifest says.
        }

        return image.Without(new HashSet<string>(FileMember) { "length", "sha256", "sha512" }).With(
        [
            KeyValuePair.Create<string, JsonValue>("length", new JsonInteger(terms.Length)),
            KeyValuePair.Create<string, JsonValue>("sha256", new JsonText(terms.Sha256)),
            KeyValuePair.Create<string, JsonValue>("sha512", new JsonText(terms.Sha512)),
        ]);
    }

    private async Task<StartUploadRequest> DescribeAsync(string path)
    {
        await using FileStream file = ArtifactFile.Open(path);
        StartUploadRequest terms = await ProgressBar.ShowAsync(
            session, path, file.Length, bar => ArtifactFile.DescribeAsync(file, bar, session.Stop));
        _files.TryAdd(terms.Sha256, (path, terms));
        return terms;
    }
}
