using System.Security.Cryptography;
using Google.Protobuf;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;
using Ota.Payloads.V1;

namespace Ota.Bench.Rollouts;

/// <summary>One of a few hundred keys of ECUs. Many vehicles share one: the server keeps no key, so that to it all are as new.</summary>
internal sealed class BenchEcu
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ByteString _id;

    public BenchEcu()
    {
        PublicKey = _key.ExportSubjectPublicKeyInfo();
        PublicText = Convert.ToBase64String(PublicKey);
        byte[] id = EcuSignature.KeyIdOf(PublicKey);
        _id = ByteString.CopyFrom(id);
        IdText = Convert.ToHexStringLower(id);
    }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKey { get; }

    /// <summary>The same in base64.</summary>
    public string PublicText { get; }

    public string IdText { get; }

    public SignedEcuReport Report(ByteString vid, string serial, string hardware, EcuRole role, ByteString sha256)
    {
        EcuReport report = new()
        {
            Vid = vid,
            Serial = serial,
            HardwareId = hardware,
            Role = (ReportedRole)role,
            Image = $"{hardware}-app",
            Version = "2.0.0",
            Sha256 = sha256,
            Length = 12_345_678,
        };
        ByteString content = report.ToByteString();
        return new SignedEcuReport { Report = content, Signature = Sign(content) };
    }

    public ByteString Seal(Inventory inventory)
    {
        ByteString content = inventory.ToByteString();
        return new SignedInventory { Inventory = content, Signature = Sign(content) }.ToByteString();
    }

    private Signature Sign(ByteString content) => new()
    {
        KeyId = _id,
        Value = ByteString.CopyFrom(_key.SignData(content.Span.ToArray(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
    };
}
