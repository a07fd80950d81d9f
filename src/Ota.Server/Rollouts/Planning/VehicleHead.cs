using Ota.Core.Vehicles;

namespace Ota.Server.Rollouts.Planning;

/// <summary>A vehicle of a selection, before anything else of it was read.</summary>
internal readonly record struct VehicleHead(long Number, string Vid, string Model, int Year, string Market, VehicleStatus Status);
