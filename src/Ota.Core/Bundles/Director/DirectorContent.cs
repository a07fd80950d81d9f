using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Director;

/// <summary>What a vehicle's targets are to say.</summary>
/// <param name="Vehicle">The vehicle.</param>
/// <param name="Assignment">The number of what it was told; 0 if there is nothing to install.</param>
/// <param name="Images">One for each ECU that takes part.</param>
public sealed record DirectorContent(Vid Vehicle, long Assignment, IReadOnlyList<DirectorImage> Images)
{
    /// <summary>Nothing to install.</summary>
    public static DirectorContent Nothing(Vid vehicle) => new(vehicle, 0, []);
}
