using System.Net;
using Google.Protobuf;
using Ota.Core.Bundles.Manifests;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Simulator.Agent.Downloads;
using Ota.Simulator.Agent.Machine;

namespace Ota.Simulator.Agent.Trust;

/// <summary>Full verification of a job (Uptane 5.4.4.2) with files from the job, the disk and the server.</summary>
/// <param name="vid">The vehicle.</param>
/// <param name="director">What it trusts of the Director.</param>
/// <param name="image">What it trusts of the Image repository.</param>
/// <param name="http">The server.</param>
/// <param name="time">What the time is.</param>
internal sealed class FullTrust(string vid, TrustFolder director, TrustFolder image, HttpClient http, TimeProvider time)
{
    private const long ManifestBytes = 4_000_000;

    public RootMetadata? DirectorRoot => director.Root;

    /// <exception cref="HttpRequestException">The server cannot be reached, or cannot answer now.</exception>
    public async Task<TrustVerdict> VerifyAsync(
        AgentJob job, IReadOnlyDictionary<string, ByteString> came, IReadOnlyCollection<EcuState> ecus, CancellationToken stop)
    {
        (TrustedSet? wanted, Refusal? refusal) = await RefreshAsync(director, file => DirectorFileAsync(file, came, stop));
        if (refusal is not null) return new TrustVerdict.Refused(refusal);
        (TrustedSet? made, refusal) = await RefreshAsync(image, file => GetAsync(RepositoryPaths.Image(file.FileName), file.MaxBytes, stop));
        if (refusal is not null) return new TrustVerdict.Refused(refusal);
        (FullResult result, TrustedSet searched) = await TrustRefresh.VerifyAsync(
            wanted!, made!, vid, ecus, file => GetAsync(RepositoryPaths.Image(file.FileName), file.MaxBytes, stop));
        if (result is FullResult.Refused refused) return new TrustVerdict.Refused(refused.Refusals[0]);
        TargetsMetadata targets = wanted!.Targets[DelegationChain.Top].Metadata;
        return targets.Targets.Count == 0 ? new TrustVerdict.NothingToDo() : await ReadManifestAsync(job, targets, searched, stop);
    }

    private async Task<(TrustedSet? Set, Refusal? Refusal)> RefreshAsync(TrustFolder folder, Func<WantedFile, Task<byte[]?>> get)
    {
        if (folder.Start(time.GetUtcNow(), out Refusal? refusal) is not { } set) return (null, refusal);
        (set, refusal) = await TrustRefresh.CompleteAsync(set, get);
        if (refusal is null) folder.Keep(set);
        return (set, refusal);
    }

    // What came with the job saves a way; roots in between are only at the server.
    private async Task<byte[]?> DirectorFileAsync(WantedFile wanted, IReadOnlyDictionary<string, ByteString> came, CancellationToken stop) =>
        came.TryGetValue(wanted.FileName, out ByteString? file)
            ? file.ToByteArray()
            : await GetAsync(RepositoryPaths.Director(vid, wanted.FileName), wanted.MaxBytes, stop);

    private async Task<TrustVerdict> ReadManifestAsync(AgentJob job, TargetsMetadata targets, TrustedSet set, CancellationToken stop)
    {
        if (TargetPath.TryParse(job.ManifestPath) is not { } path) return Bad(RefusalReason.Malformed, job.ManifestPath, "It is no path.");
        TargetEntry? entry = null;
        while (entry is null)
        {
            switch (TargetSearch.Find(set, path, hardware: null))
            {
                case SearchResult.Found found:
                    entry = found.Entry;
                    break;
                case SearchResult.Needs { File: var file }:
                    byte[]? bytes = await GetAsync(RepositoryPaths.Image(file.FileName), file.MaxBytes, stop);
                    if (RefreshMachine.Apply(set, file, bytes, out set) is { } refusal) return new TrustVerdict.Refused(refusal);
                    break;
                case SearchResult.Absent absent:
                    return Bad(RefusalReason.UnknownImage, job.ManifestPath, absent.Sentence);
            }
        }

        byte[]? manifest = await GetAsync(RepositoryPaths.Target(path, entry.Hashes), Math.Min(entry.Length, ManifestBytes), stop);
        if (manifest is null) return Bad(RefusalReason.Missing, job.ManifestPath, "The server does not have it.");
        if (!entry.IsOf(manifest) || BundleName.DigestOf(manifest) != job.Bundle)
            return Bad(RefusalReason.Mismatch, job.ManifestPath, "It is not the manifest of the job.");
        return ManifestCheck.Read(manifest).Manifest is { } read
            ? new TrustVerdict.Trusted(targets, read, manifest)
            : Bad(RefusalReason.Malformed, job.ManifestPath, "This vehicle cannot read such a manifest.");
    }

    private static TrustVerdict.Refused Bad(RefusalReason reason, string file, string sentence) => new(new Refusal(reason, file, sentence));

    /// <returns>Null if the server has no such file. One byte more than allowed is enough: the file is then refused for its size.</returns>
    private async Task<byte[]?> GetAsync(Uri path, long maxBytes, CancellationToken stop)
    {
        using HttpResponseMessage answer = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, stop);
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        answer.EnsureSuccessStatusCode();
        await using Stream content = await answer.Content.ReadAsStreamAsync(stop);
        using MemoryStream read = new();
        byte[] buffer = new byte[16 * 1024];
        while (read.Length <= maxBytes && await content.ReadAsync(buffer, stop) is > 0 and int count) read.Write(buffer, 0, count);
        return read.ToArray();
    }
}
