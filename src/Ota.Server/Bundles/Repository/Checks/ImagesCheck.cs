using System.Security.Cryptography;
using Ota.Core.Bundles.Metadata;
using Ota.Server.Bundles.Artifacts;

namespace Ota.Server.Bundles.Repository.Checks;

/// <summary>Whether the artifacts of all images that clients can find are there, and, if asked, are what was signed.</summary>
internal sealed class ImagesCheck(ArtifactFolder folder, RepositorySession session, CheckReport report)
{
    private const int BufferSize = 1024 * 1024;

    public static IEnumerable<KeyValuePair<TargetPath, TargetEntry>> ImagesOf(RepositorySet set) => set.Delegations
        .Select(role => set.Targets.GetValueOrDefault(role.Name.Value)?.Metadata)
        .Prepend(set.Top)
        .OfType<TargetsMetadata>()
        .SelectMany(targets => targets.Targets)
        .DistinctBy(image => image.Key);

    public async Task RunAsync(RepositorySet set, bool readAll, CancellationToken stop)
    {
        HashSet<string> seen = [];
        foreach ((TargetPath path, TargetEntry entry) in ImagesOf(set))
        {
            if (await MetadataRows.ContentOfAsync(session, path) != entry.Hashes.Sha256)
                await report.ProblemAsync($"{path} is not among the names that were used, so it could be used again: restore the database from a backup.");
            if (entry.Hashes.Sha256 is not { } sha256 || !seen.Add(sha256)) continue;
            if (await ProblemAsync(folder.FileOf(sha256), entry, readAll, stop) is { } problem)
                await report.ProblemAsync($"The artifact of {path}, {sha256}, {problem}: remove its file if there is one, and upload it again.");
        }
    }

    private async Task<string?> ProblemAsync(string path, TargetEntry entry, bool readAll, CancellationToken stop)
    {
        FileInfo file = new(path);
        if (!file.Exists) return "is not there";
        report.FileRead();
        if (file.Length != entry.Length) return $"has {file.Length} bytes and {entry.Length} were signed";
        return readAll && !await IsContentAsync(path, entry.Hashes, stop) ? "has not the content that was signed" : null;
    }

    private async Task<bool> IsContentAsync(string path, FileHashes hashes, CancellationToken stop)
    {
        using IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using IncrementalHash sha512 = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        byte[] buffer = new byte[BufferSize];
        await using FileStream file = File.OpenRead(path);
        while (await file.ReadAsync(buffer, stop) is int read and > 0)
        {
            sha256.AppendData(buffer, 0, read);
            sha512.AppendData(buffer, 0, read);
            await report.BytesReadAsync(read);
        }

        FileHashes found = FileHashes.TryMake(
            Convert.ToHexStringLower(sha256.GetHashAndReset()), Convert.ToHexStringLower(sha512.GetHashAndReset()))!;
        return hashes.Agree(found);
    }
}
