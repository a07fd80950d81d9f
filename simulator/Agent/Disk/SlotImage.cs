namespace Ota.Simulator.Agent.Disk;

/// <summary>What a slot holds.</summary>
/// <param name="Image">Its name, as an inventory has it.</param>
/// <param name="Version">For people.</param>
/// <param name="Sha256">Hexadecimal.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ReleaseCounter">Null if unknown or not counted.</param>
internal sealed record SlotImage(string Image, string Version, string Sha256, long Length, long? ReleaseCounter);
