using Ota.Core.Vehicles;

namespace Ota.Server.Vehicles;

/// <summary>A vehicle with its number in this database.</summary>
internal sealed record ListedVehicle(long Number, Vehicle Vehicle);
