using System.Security.Cryptography;
using Google.Protobuf;
using Ota.Core.Vehicles.Inventories;
using Ota.Payloads.V1;

namespace Ota.Simulator.Inventories;

/// <summary>One ECU of a vehicle file: what it runs, and the private key that it signs with.</summary>
/// <param name="Serial">As in the register, like the hardware.</param>
/// <param name="Hardware">What it is.</param>
/// <param name="Image">What it runs.</param>
/// <param name="Version">For people; may be empty.</param>
/// <param name="Sha256">Of the image, hexadecimal.</param>
/// <param name="Length">Bytes of the image.</param>
/// <param name="Key">PEM of a P-256 or RSA private key, or null for an ECU without one.</param>
internal sealed record SimulatedEcu(string Serial, string Hardware, string Image, string Version, string Sha256, long Length, string? Key)
{
    public SignedEcuReport Report(ByteString vid, bool isPrimary, ByteString nonce)
    {
        ByteString report = new EcuReport
        {
            Vid = vid,
            Serial = Serial,
            HardwareId = Hardware,
            Role = isPrimary ? ReportedRole.Primary : ReportedRole.Secondary,
            Image = Image,
            Version = Version,
            Sha256 = ByteString.CopyFrom(Convert.FromHexString(Sha256)),
            Length = (ulong)Length,
            Nonce = nonce,
        }.ToByteString();
        return new SignedEcuReport { Report = report, Signature = Sign(report) };
    }

    /// <summary>Null without a key.</summary>
    public Signature? Sign(ByteString content)
    {
        if (Key is null) return null;
        using ECDsa ecdsa = ECDsa.Create();
        if (TryImport(ecdsa))
            return Of(ecdsa, ecdsa.SignData(content.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(Key);
        return Of(rsa, rsa.SignData(content.Span, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }

    private static Signature Of(AsymmetricAlgorithm key, byte[] value) => new()
    {
        KeyId = ByteString.CopyFrom(EcuSignature.KeyIdOf(key.ExportSubjectPublicKeyInfo())),
        Value = ByteString.CopyFrom(value),
    };

    private bool TryImport(ECDsa ecdsa)
    {
        try
        {
            ecdsa.ImportFromPem(Key);
            return true;
        }
        catch (CryptographicException)
        {
            return false; // A key of the other kind.
        }
    }
}
