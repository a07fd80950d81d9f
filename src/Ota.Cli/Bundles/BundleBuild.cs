using Ota.Cli.Bundles.Sources;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Manifests;
using Ota.V1;

namespace Ota.Cli.Bundles;

/// <summary>From a manifest in a file to a draft on the server. Problems from all sides are told at once.</summary>
internal sealed class BundleBuild(Session session, string path, CheckReport report)
{
    /// <summary>Checks what can be checked without a server.</summary>
    public static int CheckAlone(string path, CheckReport report)
    {
        ManifestSource source = ManifestSource.Read(path);
        IReadOnlyList<LocatedProblem> problems =
            source.Document is { } document ? source.Locate(ManifestCheck.FindInSource(document)) : source.Problems;
        if (problems.Count > 0) throw report.Refuse(problems);
        report.Pass("nothing is wrong with it by itself. No server was named, so it was held against no vehicles, artifacts or bundles.");
        return ExitCode.Done;
    }

    /// <exception cref="CliException">Something is wrong.</exception>
    public async Task CheckAsync()
    {
        (LocalImages images, _, string digest, IReadOnlySet<string> missing) = await PrepareAsync();
        int count = images.CountOf(missing);
        report.Pass(
            $"nothing is wrong. It would be bundles/{digest}.{(count > 0 ? $" {count} {Files(count)} would be uploaded." : "")}",
            ("bundle", new JsonText($"bundles/{digest}")),
            ("uploads", new JsonInteger(count)));
    }

    /// <exception cref="CliException">Something is wrong, or a file is missing on the server and may not be uploaded.</exception>
    public async Task<Bundle> RunAsync(bool isUpload)
    {
        (LocalImages images, byte[] manifest, string digest, IReadOnlySet<string> missing) = await PrepareAsync();
        string[] unknown = [.. missing.Where(hash => hash != digest && !images.Has(hash))];
        if (unknown.Length > 0)
        {
            throw CliException.Refused(
                $"The server has no artifact {string.Join(", ", unknown)}, and no local file is it: `ota artifacts put` uploads files.");
        }

        if (images.CountOf(missing) is > 0 and var count && !isUpload)
            throw CliException.Refused($"{count} {Files(count)} of {path} {(count == 1 ? "is" : "are")} not on the server: add --upload.");
        await images.UploadAsync(missing);
        if (missing.Contains(digest)) await ManifestUpload.RunAsync(session, manifest);
        CreateBundleRequest request = new() { Manifest = Google.Protobuf.ByteString.CopyFrom(manifest) };
        return await session.CallAsync("Making the bundle", options => session.Bundles.CreateBundleAsync(request, options));
    }

    private async Task<(LocalImages Images, byte[] Manifest, string Digest, IReadOnlySet<string> Missing)> PrepareAsync()
    {
        ManifestSource source = ManifestSource.Read(path);
        if (source.Document is not { } document) throw report.Refuse(source.Problems);
        List<ManifestProblem> problems = [.. ManifestCheck.FindInSource(document)];
        LocalImages images = new(session, path);
        JsonObject complete = await images.CompleteAsync(document, problems);
        ManifestVerdict verdict = ManifestCheck.Read(complete);
        byte[] manifest = verdict.Manifest is { } right ? BundleName.Publish(right) : PublishedJson.Encode(complete);
        HashSet<string> missing = await AskAsync(manifest, problems);
        if (problems.Count > 0) throw report.Refuse(source.Locate(problems));
        return (images, manifest, BundleName.DigestOf(manifest), missing);
    }

    // What is wrong with the manifest itself the server says in the same words, and once is enough.
    private async Task<HashSet<string>> AskAsync(byte[] manifest, List<ManifestProblem> problems)
    {
        CheckBundleRequest request = new() { Manifest = Google.Protobuf.ByteString.CopyFrom(manifest) };
        CheckBundleResponse response;
        try
        {
            response = await session.CallAsync("Checking the manifest", options => session.Bundles.CheckBundleAsync(request, options));
        }
        catch (CliException e) when (problems.Count > 0)
        {
            foreach (string sentence in e.Sentences) session.Say($"Only the manifest itself was checked: {sentence}");
            return [];
        }

        foreach (BundleProblem problem in response.Problems.Where(problem => problem.MissingArtifact.Length == 0))
        {
            ManifestProblem one = new(problem.Pointer, problem.Message);
            if (!problems.Contains(one)) problems.Add(one);
        }

        return [.. response.Problems.Select(problem => problem.MissingArtifact).Where(hash => hash.Length > 0 && hash != LocalImages.Placeholder)];
    }

    private static string Files(int count) => count == 1 ? "file" : "files";
}
