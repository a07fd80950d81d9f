using Ota.Core.Bundles.Director;
using Ota.Core.Rollouts.Population;
using Ota.Core.Vehicles;

namespace Ota.Server.Rollouts.Control;

/// <summary>A vehicle as it is now, before it is offered a bundle.</summary>
/// <param name="Vehicle">The vehicle.</param>
/// <param name="Bundle">The bundle with what it has to do with other bundles that this vehicle was told.</param>
/// <param name="Status">Whether it is in service.</param>
/// <param name="LastTold">The number of what it was told last; 0 if nothing: what is told now is the next one, or somebody else was faster.</param>
internal sealed record FreshCandidate(Candidate Vehicle, OfferedBundle Bundle, VehicleStatus Status, long LastTold);
