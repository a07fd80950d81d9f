using Ota.Core.Bundles.Metadata;
using static Ota.Core.Bundles.Verification.FileCheck;

namespace Ota.Core.Bundles.Verification;

/// <summary>
/// The client's workflow (TUF 5, Uptane 5.4.4.3 to 5.4.4.6) as pure steps. The caller asks <see cref="Next"/> which file is needed, gets
/// it from wherever it likes, a store or the network, and hands it to <see cref="Apply"/>.
/// </summary>
public static class RefreshMachine
{
    private const string RootFile = "root.json";

    /// <summary>
    /// Begins with a root that came by another way: with the vehicle's software, or from an earlier refresh (TUF 5.2). It may be
    /// expired.
    /// </summary>
    /// <param name="root">The file.</param>
    /// <param name="dialect">How the files are written.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="referenceTime">The time that expiries are held against.</param>
    /// <param name="set">The set; null if refused.</param>
    /// <returns>Why the root is refused; null if it is not.</returns>
    public static Refusal? Start(
        ReadOnlySpan<byte> root, MetadataDialect dialect, MetadataLimits limits, DateTimeOffset referenceTime, out TrustedSet? set)
    {
        set = null;
        TrustedFile<RootMetadata>? trusted = null;
        Refusal? refusal = Read(root, MetadataRole.Root, RootFile, dialect, limits, out SignedEnvelope? envelope)
            ?? Decode(envelope!, MetadataRole.Root, RootFile, dialect, out trusted)
            ?? CheckSignatures(envelope!, trusted!.Metadata.RingOf(MetadataRole.Root), RootFile, "the root itself");
        if (refusal is null) set = new TrustedSet(trusted!, dialect, limits, referenceTime);
        return refusal;
    }

    /// <summary>
    /// Reminds a new set of what an earlier refresh trusted, so that nothing older is taken. What the set's root does not vouch for is
    /// forgotten, which is how a repository recovers after somebody ran its versions up (TUF 5.3.11). Expiry does not matter.
    /// </summary>
    /// <param name="set">A set that has seen no new file yet.</param>
    /// <param name="timestamp">The file of the earlier refresh; empty if there is none.</param>
    /// <param name="snapshot">The file of the earlier refresh; empty if there is none.</param>
    public static TrustedSet Recall(TrustedSet set, ReadOnlySpan<byte> timestamp, ReadOnlySpan<byte> snapshot)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (set.RootSteps > 0 || set.IsRootFinal)
            throw new InvalidOperationException("What was trusted earlier is recalled before the first new root.");
        _ = TimestampStep.Read(set, timestamp, out TrustedFile<TimestampMetadata>? earlierTimestamp);
        _ = SnapshotStep.Read(set, snapshot, "snapshot.json", out TrustedFile<SnapshotMetadata>? earlierSnapshot);
        return set with { EarlierTimestamp = earlierTimestamp, EarlierSnapshot = earlierSnapshot };
    }

    /// <summary>The file that the set needs next; null if it is complete.</summary>
    public static WantedFile? Next(TrustedSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (!set.IsRootFinal) return new WantedFile.Root(RepositoryFiles.Root(set.Root.Metadata.Version + 1), set.Limits.RootBytes);
        if (set.Timestamp is not { } timestamp) return new WantedFile.Timestamp(RepositoryFiles.Timestamp, set.Limits.TimestampBytes);
        if (set.Snapshot is null) return SnapshotStep.Wanted(set, timestamp.Metadata.Snapshot);
        return set.IsComplete ? null : TargetsStep.Wanted(set, DelegationChain.Top);
    }

    /// <summary>Takes a file.</summary>
    /// <param name="set">The set.</param>
    /// <param name="wanted">What <see cref="Next"/> or a <see cref="TargetSearch"/> asked for.</param>
    /// <param name="file">The bytes; null if there is no such file.</param>
    /// <param name="next">The set with the file; the set as it was if the file is refused.</param>
    /// <returns>Why the file is refused; null if it is not.</returns>
    /// <exception cref="InvalidOperationException">The set is not at the point where it needs such a file.</exception>
    public static Refusal? Apply(TrustedSet set, WantedFile wanted, byte[]? file, out TrustedSet next)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(wanted);
        next = set;
        if (wanted is WantedFile.Root) return file is null ? RootStep.Finish(set, out next) : RootStep.Apply(set, file, out next);
        if (file is null) return new Refusal(RefusalReason.Missing, wanted.FileName, "The repository does not have it.");
        return wanted switch
        {
            WantedFile.Timestamp => TimestampStep.Apply(set, file, out next),
            WantedFile.Snapshot => SnapshotStep.Apply(set, file, out next),
            WantedFile.Targets targets => TargetsStep.Apply(set, targets.Chain, file, out next),
            _ => throw new InvalidOperationException($"No step takes {wanted.FileName}."),
        };
    }
}
