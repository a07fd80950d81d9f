using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Director;

/// <summary>An ECU as the Director knows it.</summary>
/// <param name="Serial">Which.</param>
/// <param name="Hardware">What hardware it is.</param>
/// <param name="Digest">SHA-256 of what it runs, as far as it was proven; empty if unknown.</param>
/// <param name="ReleaseCounter">The greatest release that it runs or was proven to have run; null if unknown.</param>
public sealed record DirectedEcu(EcuSerial Serial, HardwareId Hardware, string Digest, long? ReleaseCounter);
