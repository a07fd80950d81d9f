using Ota.Core.Vehicles;

namespace Ota.Server.Vehicles;

/// <summary>An ECU as stored.</summary>
internal sealed class EcuRow
{
    public const string Columns = """
        vehicle, serial, hardware_id AS HardwareId, role, public_key AS PublicKey, image, version, digest,
        previous_image AS PreviousImage, previous_version AS PreviousVersion, previous_digest AS PreviousDigest
        """;

    public long Vehicle { get; init; }

    public string Serial { get; init; } = "";

    public string HardwareId { get; init; } = "";

    public long Role { get; init; }

    public string PublicKey { get; init; } = "";

    public string Image { get; init; } = "";

    public string Version { get; init; } = "";

    public string Digest { get; init; } = "";

    public string PreviousImage { get; init; } = "";

    public string PreviousVersion { get; init; } = "";

    public string PreviousDigest { get; init; } = "";

    public Ecu ToEcu() => new(
        EcuSerial.TryParse(Serial)!,
        Core.Vehicles.HardwareId.TryParse(HardwareId)!,
        (EcuRole)Role,
        PublicKey,
        new SoftwareImage(Image, Version, Digest),
        new SoftwareImage(PreviousImage, PreviousVersion, PreviousDigest));
}
