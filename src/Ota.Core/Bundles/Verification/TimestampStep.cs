using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using static Ota.Core.Bundles.Verification.FileCheck;

namespace Ota.Core.Bundles.Verification;

/// <summary>The timestamp (TUF 5.4, Uptane 5.4.4.4).</summary>
internal static class TimestampStep
{
    public static Refusal? Apply(TrustedSet set, ReadOnlySpan<byte> bytes, out TrustedSet next)
    {
        next = set;
        if (!set.IsRootFinal || set.Timestamp is not null)
            throw new InvalidOperationException("A timestamp follows the newest root, once.");
        Refusal? refusal = Read(set, bytes, out TrustedFile<TimestampMetadata>? timestamp)
            ?? CheckRollback(set.EarlierTimestamp?.Metadata, timestamp!.Metadata);
        if (refusal is not null) return refusal;

        TrustedFile<TimestampMetadata> newest = StaysTrusted(set, timestamp!.Metadata) ? set.EarlierTimestamp! : timestamp;
        refusal = CheckExpiry(newest.Metadata, set.ReferenceTime, RepositoryFiles.Timestamp); // 5.4.4
        if (refusal is null) next = set with { Timestamp = newest };
        return refusal;
    }

    /// <summary>What can be said of a timestamp without knowing others or the time.</summary>
    public static Refusal? Read(TrustedSet set, ReadOnlySpan<byte> bytes, out TrustedFile<TimestampMetadata>? timestamp)
    {
        timestamp = null;
        return FileCheck.Read(bytes, MetadataRole.Timestamp, RepositoryFiles.Timestamp, set, out SignedEnvelope? envelope)
            ?? CheckSignatures(envelope!, RingOf(set), RepositoryFiles.Timestamp, "the role timestamp") // 5.4.2
            ?? Decode(envelope!, MetadataRole.Timestamp, RepositoryFiles.Timestamp, set.Dialect, out timestamp);
    }

    // TUF 5.4.3.1: of two with one version the one that was trusted first stays, unless a newer root wants more signatures of it.
    private static bool StaysTrusted(TrustedSet set, TimestampMetadata newer) =>
        set.EarlierTimestamp is { } earlier
        && earlier.Metadata.Version == newer.Version
        && earlier.Envelope.Count(RingOf(set)).IsMet;

    private static KeyRing RingOf(TrustedSet set) => set.Root.Metadata.RingOf(MetadataRole.Timestamp);

    // TUF 5.4.3.1 and 5.4.3.2
    private static Refusal? CheckRollback(TimestampMetadata? earlier, TimestampMetadata newer)
    {
        if (earlier is null) return null;
        if (newer.Version < earlier.Version)
            return Refuse(Say($"It has version {newer.Version}, and {earlier.Version} was trusted before."));
        return newer.Snapshot.Version < earlier.Snapshot.Version
            ? Refuse(Say($"It names snapshot {newer.Snapshot.Version}, and {earlier.Snapshot.Version} was trusted before."))
            : null;

        static Refusal Refuse(string sentence) => new(RefusalReason.Rollback, RepositoryFiles.Timestamp, sentence);
    }
}
