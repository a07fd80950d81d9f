using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;

namespace Ota.Core.Bundles.Metadata;

/// <summary>
/// A file as it came: its exact bytes, which others refer to by hash, and its signed part with all members, known or not, since
/// signatures cover them. Reading one says nothing about trust.
/// </summary>
public sealed class SignedEnvelope
{
    private SignedEnvelope(byte[] bytes, JsonObject signed, byte[] signedBytes, IReadOnlyList<KeySignature> signatures)
    {
        Bytes = bytes;
        Signed = signed;
        SignedBytes = signedBytes;
        Signatures = signatures;
    }

    /// <summary>The file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The signed part.</summary>
    public JsonObject Signed { get; }

    /// <summary>Each of a different key id.</summary>
    public IReadOnlyList<KeySignature> Signatures { get; }

    internal byte[] SignedBytes { get; }

    /// <summary>What the signatures are worth to a role.</summary>
    public SignatureTally Count(KeyRing ring)
    {
        ArgumentNullException.ThrowIfNull(ring);
        return ring.Count(SignedBytes, Signatures);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">Anything.</param>
    /// <param name="role">The role whose size limit holds.</param>
    /// <param name="dialect">How the file is written.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="problem">What is wrong, one sentence; null if nothing is.</param>
    /// <returns>The file, or null if there is a problem.</returns>
    public static SignedEnvelope? TryRead(
        ReadOnlySpan<byte> file, MetadataRole role, MetadataDialect dialect, MetadataLimits limits, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentNullException.ThrowIfNull(limits);
        JsonValue? document = StrictJson.TryRead(file, limits.JsonOf(role), out problem);
        if (document is null) return null;
        JsonObject? envelope = document as JsonObject;
        if (envelope?["signed"] is not JsonObject signed || envelope["signatures"] is not JsonArray listed)
        {
            problem = "This is no object with the members signed and signatures.";
            return null;
        }

        List<KeySignature>? signatures = ReadSignatures(listed, dialect, limits, out problem);
        return signatures is null ? null : new SignedEnvelope(file.ToArray(), signed, dialect.SignedBytes(signed), signatures);
    }

    private static List<KeySignature>? ReadSignatures(JsonArray listed, MetadataDialect dialect, MetadataLimits limits, out string? problem)
    {
        List<KeySignature> signatures = [];
        problem = listed.Items.Count > limits.Signatures ? $"There are more than {limits.Signatures} signatures." : null;
        if (problem is not null) return null;
        HashSet<KeyId> seen = []; // Clients differ in which of two they take.
        foreach (JsonValue item in listed.Items)
        {
            KeySignature? signature = item is JsonObject members ? dialect.TryReadSignature(members) : null;
            if (signature is null) problem = "A signature is not a key id with a value.";
            else if (!seen.Add(signature.KeyId)) problem = $"There are two signatures of the key {signature.KeyId}.";
            if (problem is not null) return null;
            signatures.Add(signature!);
        }

        return signatures;
    }
}
