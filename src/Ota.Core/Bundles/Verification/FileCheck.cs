using System.Globalization;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Core.Bundles.Verification;

/// <summary>The checks that all files have in common. Signatures come before content: what nobody vouches for is not even decoded.</summary>
internal static class FileCheck
{
    public static Refusal? Read(ReadOnlySpan<byte> bytes, MetadataRole role, string file, TrustedSet set, out SignedEnvelope? envelope) =>
        Read(bytes, role, file, set.Dialect, set.Limits, out envelope);

    public static Refusal? Read(
        ReadOnlySpan<byte> bytes, MetadataRole role, string file, MetadataDialect dialect, MetadataLimits limits, out SignedEnvelope? envelope)
    {
        envelope = null;
        int most = limits.BytesOf(role);
        if (bytes.Length > most)
            return new Refusal(RefusalReason.TooLarge, file, Say($"{bytes.Length} bytes are more than the {most} allowed."));
        envelope = SignedEnvelope.TryRead(bytes, role, dialect, limits, out string? problem);
        return envelope is null ? new Refusal(RefusalReason.Malformed, file, problem!) : null;
    }

    public static Refusal? CheckSignatures(SignedEnvelope envelope, KeyRing ring, string file, string signer) =>
        CheckTally(envelope.Count(ring), file, signer);

    public static Refusal? CheckTally(SignatureTally tally, string file, string signer)
    {
        if (tally.IsMet) return null;
        string counted = Say($"{tally.Valid} of the {tally.Threshold} keys that {signer} needs signed it");
        return tally.LacksLibrary
            ? new Refusal(RefusalReason.NoLibrary, file, counted + "; others did with Ed25519, for which this machine lacks libcrypto 3.")
            : new Refusal(RefusalReason.BelowThreshold, file, counted + ".");
    }

    public static Refusal? Decode<T>(
        SignedEnvelope envelope, MetadataRole role, string file, MetadataDialect dialect, out TrustedFile<T>? trusted)
        where T : RoleMetadata
    {
        RoleMetadata? decoded = MetadataDecoder.TryDecode(envelope.Signed, role, dialect, out string? problem);
        trusted = decoded is T metadata ? new(envelope, metadata) : null;
        return trusted is null ? new Refusal(RefusalReason.Malformed, file, problem!) : null;
    }

    public static Refusal? CheckExpiry(RoleMetadata metadata, DateTimeOffset referenceTime, string file)
    {
        if (referenceTime < metadata.Expires) return null;
        string sentence = $"It expired at {MetadataFields.Write(metadata.Expires)}, and it is {MetadataFields.Write(referenceTime)}.";
        return new Refusal(RefusalReason.Expired, file, sentence);
    }

    public static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
