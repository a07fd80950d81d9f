using Ota.Core.Bundles.Director;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Server.Bundles.Repository;
using Ota.V1;

namespace Ota.Server.Bundles.Director;

/// <summary>The Director's root, which people publish, and whether it lets this server sign.</summary>
internal sealed class DirectorRoot(PublishedFiles published, OnlineKeys keys)
{
    public const string File = "root.json";

    private readonly DirectorSigners _signers = new(
        keys.For(RepositoryKind.Director, MetadataRole.Targets),
        keys.For(RepositoryKind.Director, MetadataRole.Snapshot),
        keys.For(RepositoryKind.Director, MetadataRole.Timestamp));

    private volatile Judged? _judged;

    /// <summary>A root by its name, such as "2.root.json" or "root.json"; null if there is none.</summary>
    public ReadOnlyMemory<byte>? Find(string file) => published.Find(RepositoryKind.Director, file);

    /// <summary>Who signs for vehicles now.</summary>
    /// <param name="problem">Why nobody can; null if somebody can.</param>
    public DirectorSigners? FindSigners(out string? problem)
    {
        if (Find(File) is not { } root)
        {
            problem = "No root of the Director is published yet, so no vehicle could trust what this server signs: publish one with ota.";
            return null;
        }

        Judged judged = _judged is { } known && known.Root.Equals(root) ? known : _judged = new Judged(root, Judge(root));
        problem = judged.Problem;
        return problem is null ? _signers : null;
    }

    private string? Judge(ReadOnlyMemory<byte> root)
    {
        SignedEnvelope? envelope = SignedEnvelope.TryRead(root.Span, MetadataRole.Root, MetadataDialect.Tuf, MetadataLimits.Default, out _);
        if (envelope is null || MetadataDecoder.TryDecode(envelope.Signed, MetadataRole.Root, MetadataDialect.Tuf, out _) is not RootMetadata decoded)
            return "The published root of the Director cannot be read: publish the next one.";
        bool isListed = Counts(decoded, MetadataRole.Targets, _signers.Targets)
            && Counts(decoded, MetadataRole.Snapshot, _signers.Snapshot)
            && Counts(decoded, MetadataRole.Timestamp, _signers.Timestamp);
        return isListed ? null : "The Director's root does not let this server's keys sign alone: publish a root with them.";
    }

    private static bool Counts(RootMetadata root, MetadataRole role, ISigner signer) =>
        root.Roles[role] is { Threshold: 1 } keys && keys.KeyIds.Contains(signer.Key.Id);

    private sealed record Judged(ReadOnlyMemory<byte> Root, string? Problem);
}
