using Grpc.Core;
using Ota.Server.Health;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>Decides whether one more upload may begin. What open uploads still bring counts as used.</summary>
internal sealed class UploadLimits(ArtifactsOptions options, ArtifactFolder folder)
{
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED, with what to do.</exception>
    public void Check(UploadTerms wanted, IReadOnlyCollection<OpenUpload> open)
    {
        OpenUpload[] own = [.. open.Where(upload => upload.Terms.Operator == wanted.Operator)];
        if (own.Length >= options.OpenUploadsOfOperator)
            throw Refusal($"{wanted.Operator} has {own.Length} unfinished uploads, which is the most: finish one of them, or wait until it expires.");
        if (open.Count >= options.OpenUploads)
            throw Refusal($"There are {open.Count} unfinished uploads, which is the most: try again when one has ended or expired.");
        if (Announced(own) + wanted.Artifact.Length > options.OpenBytesOfOperator)
            throw Refusal($"The unfinished uploads of {wanted.Operator} would come to more than {Mb(options.OpenBytesOfOperator)} MB: finish one first.");
        if (Announced(open) + wanted.Artifact.Length > options.OpenBytes)
            throw Refusal($"The unfinished uploads would come to more than {Mb(options.OpenBytes)} MB: try again when one has ended or expired.");
        long free = DiskSpace.FreeBytes(folder.Uploads) - open.Sum(StillToCome) - wanted.Artifact.Length;
        if (free < options.FreeBytes)
        {
            throw Refusal(
                $"The disk has no room for {Mb(wanted.Artifact.Length)} MB more: {Mb(options.FreeBytes)} MB are to stay free (--artifact-free-mb). Make room on the server.");
        }
    }

    private static long Announced(IEnumerable<OpenUpload> uploads) => uploads.Sum(upload => upload.Terms.Artifact.Length);

    private long StillToCome(OpenUpload upload)
    {
        FileInfo part = new(folder.PartOf(upload.Id));
        return upload.Terms.Artifact.Length - (part.Exists ? part.Length : 0);
    }

    private static long Mb(long bytes) => bytes / 1_000_000;

    private static RpcException Refusal(string sentence) => new(new Status(StatusCode.ResourceExhausted, sentence));
}
