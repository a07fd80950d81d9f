using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Verification;

/// <summary>An ECU of the vehicle that metadata is verified for.</summary>
/// <param name="Serial">Which.</param>
/// <param name="Hardware">What hardware it is.</param>
/// <param name="ReleaseCounter">Of what is installed; null if unknown or not counted.</param>
public sealed record EcuState(EcuSerial Serial, HardwareId Hardware, long? ReleaseCounter);
