using Ota.Core.Rollouts.Population;
using Ota.Server.Bundles.Director;
using Ota.Server.Vehicles.Contacts;

namespace Ota.Server.Rollouts.Planning;

/// <summary>A vehicle of a selection with what decides about it.</summary>
/// <param name="Candidate">As verdicts see it.</param>
/// <param name="History">What it was told, the newest first.</param>
/// <param name="Contact">When it was in contact; null if it never was.</param>
internal sealed record ReadVehicle(Candidate Candidate, IReadOnlyList<AssignmentRow> History, KnownContact? Contact);
