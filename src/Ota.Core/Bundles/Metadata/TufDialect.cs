using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;

namespace Ota.Core.Bundles.Metadata;

/// <summary>TUF's own JSON: signatures in hexadecimal over OLPC canonical JSON (TUF 4.2).</summary>
internal sealed class TufDialect : MetadataDialect
{
    private const int MaxSignatureSize = 1024;

    public override string TypeOf(MetadataRole role) => role switch
    {
        MetadataRole.Root => "root",
        MetadataRole.Timestamp => "timestamp",
        MetadataRole.Snapshot => "snapshot",
        _ => "targets",
    };

    public override byte[] SignedBytes(JsonObject signed) => CanonicalJson.Encode(signed);

    // The two forms of JSON differ in control characters and in what is not ASCII, which a file without PEM keys has nowhere.
    public override byte[] FileBytes(JsonArray signatures, JsonObject signed, byte[] signedBytes) =>
        signedBytes.AsSpan().ContainsAnyExceptInRange((byte)' ', (byte)'~')
            ? PublishedJson.Encode(JsonObject.Of(("signatures", signatures), ("signed", signed)))
            : [.. "{\"signatures\":"u8, .. PublishedJson.Encode(signatures), .. ",\"signed\":"u8, .. signedBytes, .. "}"u8];

    public override JsonObject WriteSignature(KeySignature signature) => JsonObject.Of(
        ("keyid", new JsonText(signature.KeyId.Value)), ("sig", new JsonText(Convert.ToHexStringLower(signature.Value))));

    public override KeySignature? TryReadSignature(JsonObject members)
    {
        if (KeyId.TryParse((members["keyid"] as JsonText)?.Value) is not { } id) return null;
        if (members["sig"] is not JsonText { Value: { Length: <= 2 * MaxSignatureSize } hex }) return null;
        bool isHex = hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit);
        return isHex ? new KeySignature(id, Convert.FromHexString(hex)) : null;
    }
}
