namespace Ota.Core.Rollouts.Installs;

/// <summary>How much a vehicle was used, counted from when it was made; both only rise.</summary>
/// <param name="IgnitionCycles">Times that it was started.</param>
/// <param name="OdometerMetres">Metres driven.</param>
public readonly record struct VehicleUse(long IgnitionCycles, long OdometerMetres);
