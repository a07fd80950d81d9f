using Ota.Core.Vehicles;

namespace Ota.Server.Vehicles;

/// <summary>What a request calls a vehicle, checked: a vid, or a VIN with the note that its look-up makes.</summary>
internal sealed record VehicleName(Vid? Vid, Vin? Vin, VinLookup? Lookup);
