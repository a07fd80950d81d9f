using System.Globalization;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.Server.Bundles.Repository;

/// <summary>Whether a root may be the next one: what clients demand (TUF 5.3), and what this server needs to sign under it.</summary>
internal sealed class RootCheck(OnlineKeys keys)
{
    /// <summary>Why it is refused, one sentence that says what to do; null if it is not.</summary>
    public string? Problem(
        V1.RepositoryKind kind, TrustedFile<RootMetadata>? current, ReadOnlyMemory<byte> bytes, DateTimeOffset now, out TrustedFile<RootMetadata>? root)
    {
        root = SignedFile.TryRead<RootMetadata>(bytes.Span, MetadataRole.Root, out string? problem);
        return root is null
            ? $"This is no root: {problem} Send the signed file as it was written."
            : VersionProblem(current?.Metadata.Version ?? 0, root.Metadata.Version)
                ?? SignatureProblem(current, bytes)
                ?? ContentProblem(root.Metadata, now)
                ?? KeysProblem(root.Metadata)
                ?? OnlineProblem(kind, root.Metadata);
    }

    private static string? VersionProblem(long newest, long found) => found == newest + 1
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"The root has version {found}, and the next one is {newest + 1}: clients walk from version to version, so make it on top of the newest.");

    private static string? SignatureProblem(TrustedFile<RootMetadata>? current, ReadOnlyMemory<byte> bytes)
    {
        Refusal? refusal = RefreshMachine.Start(
            (current?.Envelope.Bytes ?? bytes).Span, MetadataDialect.Tuf, MetadataLimits.Default, DateTimeOffset.MinValue, out TrustedSet? set);
        if (refusal is null && current is not null)
            refusal = RefreshMachine.Apply(set!, RefreshMachine.Next(set!)!, bytes.ToArray(), out _);
        return refusal is null ? null : $"{refusal.Sentence} Let more of the holders of its keys, and of those of the root before it, sign this root.";
    }

    private static string? ContentProblem(RootMetadata root, DateTimeOffset now)
    {
        if (root.Version > RoleMetadata.MaxVersion) return "Its version is beyond what clients can read: begin a new repository.";
        if (!root.ConsistentSnapshot) return "It has not consistent_snapshot true, and files here carry versions in their names: set it.";
        return now < root.Expires
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"The root expired at {root.Expires:u}: make one that is good for about a year.");
    }

    // Stricter than clients are: a role that could never be signed for is a mistake, and an online key that is offline too is no longer offline.
    private static string? KeysProblem(RootMetadata root)
    {
        foreach (MetadataRole role in Enum.GetValues<MetadataRole>())
        {
            RoleKeys listed = root.Roles[role];
            int usable = root.RingOf(role).Fingerprints.Count;
            if (usable != listed.KeyIds.Count) return $"The role {RepositoryWords.Of(role)} lists a key that is missing, unusable or there twice: correct it.";
            if (listed.Threshold > usable) return $"The role {RepositoryWords.Of(role)} wants {listed.Threshold} signatures of {usable} keys: list more keys, or lower the threshold.";
        }

        return null;
    }

    private string? OnlineProblem(V1.RepositoryKind kind, RootMetadata root)
    {
        MetadataRole[] online = [.. OnlineKeys.RolesOf(kind)];
        foreach (MetadataRole role in online)
        {
            TufKey key = keys.For(kind, role).Key;
            if (root.Roles[role].Threshold != 1 || !root.RingOf(role).Fingerprints.Contains(key.Fingerprint!))
                return $"The role {RepositoryWords.Of(role)} has to list this server's key {key.Id}, which GetOnlineKeys gives, with threshold 1.";
        }

        foreach (MetadataRole role in Enum.GetValues<MetadataRole>().Except(online))
        {
            if (root.RingOf(role).Fingerprints.Overlaps(keys.Fingerprints))
                return $"The role {RepositoryWords.Of(role)} lists a key that this server holds: give it keys that are kept offline.";
        }

        return null;
    }
}
