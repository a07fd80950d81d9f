using Ota.Core.Bundles.Metadata;
using static Ota.Core.Bundles.Verification.FileCheck;

namespace Ota.Core.Bundles.Verification;

/// <summary>The walk from root to root (TUF 5.3, Uptane 5.4.4.3).</summary>
internal static class RootStep
{
    public static Refusal? Apply(TrustedSet set, ReadOnlySpan<byte> bytes, out TrustedSet next)
    {
        next = set;
        if (set.IsRootFinal) throw new InvalidOperationException("The newest root was found already.");
        RootMetadata old = set.Root.Metadata;
        string file = RepositoryFiles.Root(old.Version + 1);
        if (set.RootSteps == set.Limits.RootSteps)
            return new Refusal(RefusalReason.TooManyRoots, file, Say($"There are more than {set.Limits.RootSteps} new roots."));

        TrustedFile<RootMetadata>? root = null;
        Refusal? refusal = Read(bytes, MetadataRole.Root, file, set, out SignedEnvelope? envelope)
            ?? CheckSignatures(envelope!, old.RingOf(MetadataRole.Root), file, "the root before it") // 5.3.4
            ?? Decode(envelope!, MetadataRole.Root, file, set.Dialect, out root)
            ?? CheckSignatures(envelope!, root!.Metadata.RingOf(MetadataRole.Root), file, "the root itself") // 5.3.4
            ?? CheckVersion(old.Version + 1, root!.Metadata.Version, file);
        if (refusal is null) next = Forget(set, root!.Metadata) with { Root = root, RootSteps = set.RootSteps + 1 };
        return refusal;
    }

    /// <summary>There is no newer root: only the last one must not be expired (TUF 5.3.10).</summary>
    public static Refusal? Finish(TrustedSet set, out TrustedSet next)
    {
        RootMetadata root = set.Root.Metadata;
        Refusal? refusal = CheckExpiry(root, set.ReferenceTime, RepositoryFiles.Root(root.Version));
        next = refusal is null ? set with { IsRootFinal = true } : set;
        return refusal;
    }

    // TUF 5.3.5
    private static Refusal? CheckVersion(long expected, long found, string file)
    {
        if (found == expected) return null;
        RefusalReason reason = found < expected ? RefusalReason.Rollback : RefusalReason.Mismatch;
        return new Refusal(reason, file, Say($"It has version {found} and must have {expected}."));
    }

    // TUF 5.3.11. Keys that changed may have been in wrong hands, and with them the versions that were trusted.
    private static TrustedSet Forget(TrustedSet set, RootMetadata newer)
    {
        bool rotated = Changed(MetadataRole.Timestamp) || Changed(MetadataRole.Snapshot);
        return rotated ? set with { EarlierTimestamp = null, EarlierSnapshot = null } : set;

        bool Changed(MetadataRole role) => !set.Root.Metadata.RingOf(role).Fingerprints.SetEquals(newer.RingOf(role).Fingerprints);
    }
}
