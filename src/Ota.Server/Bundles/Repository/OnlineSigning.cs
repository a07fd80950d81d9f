using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.Server.Bundles.Repository;

/// <summary>Signs snapshots and timestamps of the Image repository. Versions only rise, whatever else changed.</summary>
internal sealed class OnlineSigning(OnlineKeys keys)
{
    public static readonly TimeSpan SnapshotLifetime = TimeSpan.FromDays(7);
    public static readonly TimeSpan TimestampLifetime = TimeSpan.FromDays(1);

    /// <summary>Why this server's signatures would not count, one sentence; null if they do.</summary>
    public string? Problem(RootMetadata root)
    {
        foreach (MetadataRole role in OnlineKeys.RolesOf(V1.RepositoryKind.Image))
        {
            ISigner signer = keys.For(V1.RepositoryKind.Image, role);
            byte[] probe = [(byte)role];
            if (!root.RingOf(role).Count(probe, [signer.Sign(probe)]).IsMet)
            {
                return $"The published root does not let this server's key {signer.Key.Id} sign the role {RepositoryWords.Of(role)}: "
                    + "publish a root that lists it with threshold 1.";
            }
        }

        return null;
    }

    /// <summary>A new snapshot of what the set has, and a timestamp that names it.</summary>
    public RepositorySet SignSnapshot(RepositorySet set, DateTimeOffset now)
    {
        SnapshotMetadata snapshot = new()
        {
            Version = (set.Snapshot?.Metadata.Version ?? 0) + 1,
            Expires = TargetsDraft.ExpiryOf(now + SnapshotLifetime),
            Files = set.Targets.ToDictionary(
                file => RepositoryWords.RoleOf(file.Key)!.Value.FileName,
                file => FileReference.To(file.Value.Metadata.Version, file.Value.Envelope.Bytes.Span)),
        };
        return SignTimestamp(set with { Snapshot = Sign(snapshot) }, now);
    }

    public RepositorySet SignTimestamp(RepositorySet set, DateTimeOffset now)
    {
        TrustedFile<SnapshotMetadata> snapshot = set.Snapshot!;
        TimestampMetadata timestamp = new()
        {
            Version = (set.Timestamp?.Metadata.Version ?? 0) + 1,
            Expires = TargetsDraft.ExpiryOf(now + TimestampLifetime),
            Snapshot = FileReference.To(snapshot.Metadata.Version, snapshot.Envelope.Bytes.Span),
        };
        return set with { Timestamp = Sign(timestamp) };
    }

    private TrustedFile<T> Sign<T>(T metadata)
        where T : RoleMetadata
    {
        ISigner signer = keys.For(V1.RepositoryKind.Image, metadata.Role);
        byte[] bytes = MetadataDraft.Of(metadata, MetadataDialect.Tuf).SignedBy(signer).ToBytes();
        return SignedFile.Read<T>(bytes, metadata.Role, RepositoryWords.Of(metadata.Role));
    }
}
