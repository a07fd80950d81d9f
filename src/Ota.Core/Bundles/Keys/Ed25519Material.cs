namespace Ota.Core.Bundles.Keys;

/// <summary>An Ed25519 key: 64 hexadecimal digits as TUF has it, or PEM (RFC 8410).</summary>
internal sealed class Ed25519Material : PublicKeyMaterial
{
    // SubjectPublicKeyInfo up to the key itself; RFC 8410 allows no other.
    private static readonly byte[] Prefix = Convert.FromHexString("302a300506032b6570032100");

    private readonly byte[] _raw;

    private Ed25519Material(byte[] raw)
        : base([.. Prefix, .. raw]) => _raw = raw;

    public static Ed25519Material? TryRead(string text)
    {
        byte[]? raw = text.StartsWith('-') ? ReadPem(text) : ReadHex(text);
        return raw is not null && Ed25519.IsUsable(raw) ? new Ed25519Material(raw) : null;
    }

    public override SignatureVerdict Verify(byte[] data, byte[] signature) => Ed25519.Verify(LibCrypto.Instance, _raw, data, signature);

    private static byte[]? ReadPem(string text) =>
        PemText.TryReadPublicKey(text) is { } der && der.AsSpan().StartsWith(Prefix) ? der[Prefix.Length..] : null;

    private static byte[]? ReadHex(string text) =>
        text.Length == 2 * Ed25519.KeySize && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;
}
