using Ota.Core.Vehicles;

namespace Ota.Server.Vehicles;

/// <summary>Something that happened to a vehicle, on its way into the vehicle's history.</summary>
internal sealed record VehicleNote(VehicleEventKind Kind, IReadOnlyDictionary<string, string> Facts);
