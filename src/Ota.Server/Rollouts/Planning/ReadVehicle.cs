using Ota.Core.Rollouts.Population;
using Ota.Core.Vehicles;
using Ota.Server.Bundles.Director;
using Ota.Server.Vehicles.Contacts;

namespace Ota.Server.Rollouts.Planning;

/// <summary>A vehicle of a selection with what decides about it.</summary>
/// <param name="Candidate">As verdicts see it.</param>
/// <param name="Status">Whether it is in service.</param>
/// <param name="History">What it was told, the newest first.</param>
/// <param name="Contact">When it was in contact; null if it never was.</param>
internal sealed record ReadVehicle(Candidate Candidate, VehicleStatus Status, IReadOnlyList<AssignmentRow> History, KnownContact? Contact)
{
    /// <summary>The number of what it was told last; 0 if nothing: what is told now is the next one, or somebody else was faster.</summary>
    public long LastTold => History is [{ } newest, ..] ? newest.Number : 0;
}
