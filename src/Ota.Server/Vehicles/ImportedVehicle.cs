using Ota.Core.Vehicles;

namespace Ota.Server.Vehicles;

/// <summary>A row of an import that can be registered. Its vid was drawn for it and counts once it is stored.</summary>
internal sealed record ImportedVehicle(long Line, Vin Vin, Vehicle Vehicle);
