namespace Ota.Core.Vehicles.Inventories;

/// <summary>What an inventory has to say of one ECU to be believed.</summary>
/// <param name="Serial">Its serial number.</param>
/// <param name="Hardware">What it is.</param>
/// <param name="Role">What it does during an update.</param>
/// <param name="Key">Its registered key (<see cref="EcuKey"/>), DER; empty while unknown.</param>
/// <param name="IsUnlocked">Whether an operator has allowed it another key.</param>
public sealed record RegisteredEcu(EcuSerial Serial, HardwareId Hardware, EcuRole Role, ReadOnlyMemory<byte> Key, bool IsUnlocked);
