using Ota.Core.Bundles.Metadata;
using static Ota.Core.Bundles.Verification.FileCheck;

namespace Ota.Core.Bundles.Verification;

/// <summary>The snapshot (TUF 5.5, Uptane 5.4.4.5).</summary>
internal static class SnapshotStep
{
    public static WantedFile Wanted(TrustedSet set, FileReference reference) =>
        new WantedFile.Snapshot(NameOf(set, reference), Math.Min(reference.Length ?? long.MaxValue, set.Limits.SnapshotBytes));

    public static Refusal? Apply(TrustedSet set, ReadOnlySpan<byte> bytes, out TrustedSet next)
    {
        next = set;
        if (set.Timestamp is not { } timestamp || set.Snapshot is not null)
            throw new InvalidOperationException("A snapshot follows the timestamp, once.");
        FileReference reference = timestamp.Metadata.Snapshot;
        string file = NameOf(set, reference);
        if (!reference.IsTo(bytes)) // 5.5.2
            return new Refusal(RefusalReason.Mismatch, file, "It has not the length and hash that the timestamp says.");

        Refusal? refusal = Read(set, bytes, file, out TrustedFile<SnapshotMetadata>? snapshot)
            ?? CheckVersion(reference, snapshot!.Metadata, file)
            ?? CheckRollback(set.EarlierSnapshot?.Metadata, snapshot.Metadata, file)
            ?? CheckExpiry(snapshot.Metadata, set.ReferenceTime, file); // 5.5.6
        if (refusal is null) next = set with { Snapshot = snapshot };
        return refusal;
    }

    /// <summary>What can be said of a snapshot without knowing others or the time.</summary>
    public static Refusal? Read(TrustedSet set, ReadOnlySpan<byte> bytes, string file, out TrustedFile<SnapshotMetadata>? snapshot)
    {
        snapshot = null;
        return FileCheck.Read(bytes, MetadataRole.Snapshot, file, set, out SignedEnvelope? envelope)
            ?? CheckSignatures(envelope!, set.Root.Metadata.RingOf(MetadataRole.Snapshot), file, "the role snapshot") // 5.5.3
            ?? Decode(envelope!, MetadataRole.Snapshot, file, set.Dialect, out snapshot);
    }

    private static string NameOf(TrustedSet set, FileReference reference) =>
        set.Root.Metadata.ConsistentSnapshot ? RepositoryFiles.Snapshot(reference.Version) : "snapshot.json";

    // TUF 5.5.4
    private static Refusal? CheckVersion(FileReference reference, SnapshotMetadata snapshot, string file) =>
        snapshot.Version == reference.Version
            ? null
            : new Refusal(RefusalReason.Mismatch, file, Say($"It has version {snapshot.Version}, and the timestamp names {reference.Version}."));

    // TUF 5.5.5, Uptane 5.4.4.5 steps 4 to 6
    private static Refusal? CheckRollback(SnapshotMetadata? earlier, SnapshotMetadata newer, string file)
    {
        if (earlier is null) return null;
        if (newer.Version < earlier.Version)
            return Refuse(Say($"It has version {newer.Version}, and {earlier.Version} was trusted before."));
        foreach ((string name, FileReference known) in earlier.Files)
        {
            if (!newer.Files.TryGetValue(name, out FileReference? found))
                return Refuse($"It does not list {SignedName.Show(name)}, which was trusted before.");
            if (found.Version < known.Version)
                return Refuse(Say($"It lists version {found.Version} of {SignedName.Show(name)}, and {known.Version} was trusted before."));
        }

        return null;

        Refusal Refuse(string sentence) => new(RefusalReason.Rollback, file, sentence);
    }
}
