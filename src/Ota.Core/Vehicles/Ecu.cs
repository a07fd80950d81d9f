namespace Ota.Core.Vehicles;

/// <summary>A control unit of a vehicle.</summary>
/// <param name="Serial">Its serial number.</param>
/// <param name="Hardware">What it is.</param>
/// <param name="Role">What it does during an update.</param>
/// <param name="PublicKey">What it signs with (<see cref="EcuKey"/>), base64; empty while unknown.</param>
/// <param name="Current">What it runs.</param>
/// <param name="Previous">What it ran before.</param>
public sealed record Ecu(
    EcuSerial Serial, HardwareId Hardware, EcuRole Role, string PublicKey, SoftwareImage Current, SoftwareImage Previous)
{
    /// <summary>Most ECUs of one vehicle.</summary>
    public const int MaxPerVehicle = 200;
}
