using Ota.Core.Bundles.Director;
using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Rollouts.Population;

/// <summary>A vehicle that a selection names, with what decides about it.</summary>
/// <param name="Number">In the register.</param>
/// <param name="Vid">Its name, 32 hexadecimal digits.</param>
/// <param name="Model">Stratum: model.</param>
/// <param name="Year">Stratum: model year.</param>
/// <param name="Market">Stratum: market (ISO 3166), also that of rate caps.</param>
/// <param name="Facts">What it is and runs.</param>
/// <param name="ProvenAt">When its latest proven inventory came; null if none did.</param>
public sealed record Candidate(long Number, string Vid, string Model, int Year, string Market, DirectedVehicle Facts, DateTimeOffset? ProvenAt)
{
    /// <summary>The inventory that <see cref="Facts"/> rest on: its SHA-256, or empty for what the plant said.</summary>
    public string Inventory { get; init; } = "";

    /// <summary>Fixes that were proven on it and must stay.</summary>
    public IReadOnlyList<InstallTarget> Remedies { get; init; } = [];
}
