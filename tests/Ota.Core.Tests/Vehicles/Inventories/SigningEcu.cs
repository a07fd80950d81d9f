using System.Security.Cryptography;
using Google.Protobuf;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;
using Ota.Payloads.V1;

namespace Ota.Core.Tests.Vehicles.Inventories;

/// <summary>An ECU of a test: what it runs, and the key that it signs with.</summary>
internal sealed record SigningEcu(string Serial, EcuRole Role, AsymmetricAlgorithm? Key)
{
    private static readonly byte[] NoKey = [];

    public string Hardware { get; init; } = "hw-1";

    public string Image { get; init; } = "fw";

    public string Version { get; init; } = "1.0";

    /// <summary>Whether its reports show the key.</summary>
    public bool ShowsKey { get; init; }

    public byte[] PublicKey => Key?.ExportSubjectPublicKeyInfo() ?? NoKey;

    public string Digest => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{Image} {Version}")));

    public SoftwareImage Software => new(Image, Version, Digest);

    public static SigningEcu Primary(string serial = "gw") => new(serial, EcuRole.Primary, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static SigningEcu Secondary(string serial) => new(serial, EcuRole.Secondary, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public RegisteredEcu Registered(bool isUnlocked = false) =>
        new(EcuSerial.TryParse(Serial)!, HardwareId.TryParse(Hardware)!, Role, PublicKey, isUnlocked);

    public EcuReport Report(byte[] vid) => new()
    {
        Vid = ByteString.CopyFrom(vid),
        Serial = Serial,
        HardwareId = Hardware,
        Role = (ReportedRole)Role,
        Image = Image,
        Version = Version,
        Sha256 = ByteString.CopyFrom(Convert.FromHexString(Digest)),
        Length = 1_000_000,
    };

    public SignedEcuReport Signed(byte[] vid)
    {
        ByteString report = Report(vid).ToByteString();
        return new SignedEcuReport { Report = report, Signature = Key is null ? null : Sign(report) };
    }

    public Signature Sign(ByteString content) => new()
    {
        KeyId = ByteString.CopyFrom(EcuSignature.KeyIdOf(PublicKey)),
        Value = ByteString.CopyFrom(Key switch
        {
            ECDsa ecdsa => ecdsa.SignData(content.Span.ToArray(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
            RSA rsa => rsa.SignData(content.Span, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            _ => [],
        }),
        PublicKey = ShowsKey ? ByteString.CopyFrom(PublicKey) : ByteString.Empty,
    };

    /// <summary>The inventory that a primary makes of itself and others.</summary>
    public byte[] Inventory(Vid vehicle, ulong counter, params SigningEcu[] others)
    {
        byte[] vid = Convert.FromHexString(vehicle.Value);
        Inventory inventory = new() { Vid = ByteString.CopyFrom(vid), Counter = counter, MadeMs = 1_770_000_000_000 };
        inventory.Reports.Add(others.Prepend(this).Select(ecu => ecu.Signed(vid)));
        return Seal(inventory);
    }

    public byte[] Seal(Inventory inventory)
    {
        ByteString content = inventory.ToByteString();
        return new SignedInventory { Inventory = content, Signature = Key is null ? null : Sign(content) }.ToByteArray();
    }
}
