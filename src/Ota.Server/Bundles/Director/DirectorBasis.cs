using Ota.Core.Bundles.Director;

namespace Ota.Server.Bundles.Director;

/// <summary>What a vehicle has and was told, read at once.</summary>
/// <param name="Files">Null if it never asked.</param>
/// <param name="Assignment">Null if it was never told anything.</param>
internal sealed record DirectorBasis(DirectorFiles? Files, AssignmentRow? Assignment)
{
    public DirectorHead Head => new(Files?.Version ?? 0, Assignment?.Number ?? 0);
}
