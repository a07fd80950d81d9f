namespace Ota.Core.Vehicles.Inventories;

/// <summary>What one ECU runs, as a verified inventory says.</summary>
/// <param name="Serial">The ECU.</param>
/// <param name="Image">What it runs.</param>
/// <param name="Length">Bytes of the image.</param>
/// <param name="NewKey">The key that it has from now on (<see cref="EcuKey"/>), or empty if that is the registered one, or none.</param>
public sealed record EcuState(EcuSerial Serial, SoftwareImage Image, long Length, ReadOnlyMemory<byte> NewKey);
