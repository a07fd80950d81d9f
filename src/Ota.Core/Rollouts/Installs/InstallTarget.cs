using Ota.Core.Vehicles;

namespace Ota.Core.Rollouts.Installs;

/// <summary>What one ECU shall run.</summary>
/// <param name="Ecu">Which.</param>
/// <param name="Before">SHA-256 of what it ran when it was offered, lower-case hexadecimal; empty if unknown.</param>
/// <param name="Sha256">SHA-256 of what it shall run.</param>
/// <param name="ReleaseCounter">Which release that is; 0 if not counted.</param>
public sealed record InstallTarget(EcuSerial Ecu, string Before, string Sha256, long ReleaseCounter);
