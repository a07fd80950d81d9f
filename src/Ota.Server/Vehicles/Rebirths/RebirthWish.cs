using Ota.Core.Telemetry.Batches;

namespace Ota.Server.Vehicles.Rebirths;

/// <summary>A birth that is wanted.</summary>
/// <param name="Vehicle">The 128 bits of the vid.</param>
/// <param name="Reason">Why.</param>
/// <param name="Boot">The start that the telemetry was of.</param>
/// <param name="IsStillWanted">Asked again after the wait; null for always.</param>
internal sealed record RebirthWish(UInt128 Vehicle, RebirthReason Reason, BootId Boot, Func<bool>? IsStillWanted);
