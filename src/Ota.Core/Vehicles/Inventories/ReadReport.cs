namespace Ota.Core.Vehicles.Inventories;

/// <summary>The report of one ECU as it was sent; nothing of it is believed yet.</summary>
/// <param name="Vid">The 16 bytes of the vid that it was made for.</param>
/// <param name="Serial">The ECU.</param>
/// <param name="Hardware">What it says it is.</param>
/// <param name="Role">What it says it does.</param>
/// <param name="Image">What it says it runs.</param>
/// <param name="Length">Bytes of the image.</param>
internal sealed record ReadReport(
    ReadOnlyMemory<byte> Vid, EcuSerial Serial, HardwareId Hardware, EcuRole Role, SoftwareImage Image, long Length);
