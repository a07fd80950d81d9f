using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using static Ota.Core.Bundles.Verification.FileCheck;

namespace Ota.Core.Bundles.Verification;

/// <summary>Targets files, of the top role and of delegated ones (TUF 5.6, Uptane 5.4.4.6).</summary>
internal static class TargetsStep
{
    public static WantedFile.Targets Wanted(TrustedSet set, DelegationChain chain)
    {
        FileReference? reference = ReferenceTo(set, chain.Role);
        long maxBytes = Math.Min(reference?.Length ?? long.MaxValue, set.Limits.TargetsBytes);
        return new WantedFile.Targets(NameOf(set, chain.Role, reference), maxBytes, chain);
    }

    public static Refusal? Apply(TrustedSet set, DelegationChain chain, ReadOnlySpan<byte> bytes, out TrustedSet next)
    {
        next = set;
        if (set.Snapshot is null) throw new InvalidOperationException("Targets follow the snapshot.");
        FileReference? reference = ReferenceTo(set, chain.Role);
        string file = NameOf(set, chain.Role, reference);
        if (reference is null) return new Refusal(RefusalReason.NotListed, file, $"The snapshot does not list {chain.Role.FileName}.");
        if (RingOf(set, chain) is not { } ring) return new Refusal(RefusalReason.NotListed, file, $"Nothing is delegated by {chain}.");
        if (!reference.IsTo(bytes)) // 5.6.2
            return new Refusal(RefusalReason.Mismatch, file, "It has not the length and hash that the snapshot says.");

        TrustedFile<TargetsMetadata>? targets = null;
        Refusal? refusal = Read(bytes, MetadataRole.Targets, file, set, out SignedEnvelope? envelope)
            ?? CheckSignatures(envelope!, ring, file, $"the role {chain.Role}") // 5.6.3
            ?? Decode(envelope!, MetadataRole.Targets, file, set.Dialect, out targets)
            ?? CheckVersion(reference, targets!.Metadata, file)
            ?? CheckExpiry(targets.Metadata, set.ReferenceTime, file); // 5.6.5
        if (refusal is null) next = set with { Targets = set.Targets.SetItem(chain, targets!) };
        return refusal;
    }

    private static FileReference? ReferenceTo(TrustedSet set, RoleName role) =>
        set.Snapshot?.Metadata.Files.GetValueOrDefault(role.FileName);

    private static string NameOf(TrustedSet set, RoleName role, FileReference? reference) =>
        set.Root.Metadata.ConsistentSnapshot && reference is not null ? RepositoryFiles.Targets(reference.Version, role) : role.FileName;

    private static KeyRing? RingOf(TrustedSet set, DelegationChain chain)
    {
        if (chain.Delegator is not { } delegator) return set.Root.Metadata.RingOf(MetadataRole.Targets);
        return set.Targets.GetValueOrDefault(delegator)?.Metadata.Delegations?.RingOf(chain.Role);
    }

    // TUF 5.6.4
    private static Refusal? CheckVersion(FileReference reference, TargetsMetadata targets, string file) =>
        targets.Version == reference.Version
            ? null
            : new Refusal(RefusalReason.Mismatch, file, Say($"It has version {targets.Version}, and the snapshot names {reference.Version}."));
}
