using System.Collections.Immutable;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;

namespace Ota.Core.Bundles.Metadata;

/// <summary>
/// A file in the making. Its signed part is fixed from the start; signatures come one by one, from different people and machines.
/// </summary>
public sealed class MetadataDraft
{
    private readonly MetadataDialect _dialect;
    private readonly JsonObject _signed;
    private readonly ImmutableSortedDictionary<string, KeySignature> _signatures;
    private readonly byte[] _bytesToSign;

    private MetadataDraft(
        MetadataDialect dialect, JsonObject signed, ImmutableSortedDictionary<string, KeySignature> signatures, byte[] bytesToSign)
    {
        _dialect = dialect;
        _signed = signed;
        _signatures = signatures;
        _bytesToSign = bytesToSign;
    }

    /// <summary>What signers sign.</summary>
    public ReadOnlyMemory<byte> BytesToSign => _bytesToSign;

    /// <summary>The signatures so far.</summary>
    public IEnumerable<KeySignature> Signatures => _signatures.Values;

    /// <summary>Begins a file.</summary>
    /// <param name="metadata">What it says.</param>
    /// <param name="dialect">How it is written.</param>
    /// <exception cref="ArgumentException">A version, time or threshold that no client could live with.</exception>
    public static MetadataDraft Of(RoleMetadata metadata, MetadataDialect dialect)
    {
        JsonObject signed = MetadataEncoder.Encode(metadata, dialect);
        return new(dialect, signed, ImmutableSortedDictionary<string, KeySignature>.Empty, dialect.SignedBytes(signed));
    }

    /// <summary>Goes on with a file that was read, keeping its signatures.</summary>
    public static MetadataDraft Of(SignedEnvelope envelope, MetadataDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return new(dialect, envelope.Signed, envelope.Signatures.ToImmutableSortedDictionary(one => one.KeyId.Value, one => one), dialect.SignedBytes(envelope.Signed));
    }

    /// <summary>Adds a signature; an earlier one of the same key goes.</summary>
    public MetadataDraft With(KeySignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return new(_dialect, _signed, _signatures.SetItem(signature.KeyId.Value, signature), _bytesToSign);
    }

    /// <summary>Lets signers sign.</summary>
    public MetadataDraft SignedBy(params IEnumerable<ISigner> signers) =>
        signers.Aggregate(this, static (draft, signer) => draft.With(signer.Sign(draft._bytesToSign)));

    /// <summary>What the signatures are worth to a role.</summary>
    public SignatureTally Count(KeyRing ring)
    {
        ArgumentNullException.ThrowIfNull(ring);
        return ring.Count(_bytesToSign, [.. Signatures]);
    }

    /// <summary>The file as it is published. Signatures stand in the order of their key ids, so that who signed first changes no byte.</summary>
    public byte[] ToBytes() => _dialect.FileBytes(new JsonArray([.. Signatures.Select(_dialect.WriteSignature)]), _signed, _bytesToSign);
}
