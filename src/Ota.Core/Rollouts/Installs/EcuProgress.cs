using Ota.Core.Rollouts.Failures;
using Ota.Core.Vehicles;

namespace Ota.Core.Rollouts.Installs;

/// <summary>How far one ECU is, in the vehicle's words.</summary>
/// <param name="Ecu">Which.</param>
/// <param name="State">How far.</param>
/// <param name="Reason">What went wrong; null if nothing did.</param>
public sealed record EcuProgress(EcuSerial Ecu, EcuInstallState State, FailureReason? Reason = null);
