using Ota.Core.Bundles.Director;

namespace Ota.Server.Bundles.Director;

/// <summary>What is stored of a vehicle, as far as it decides what the vehicle may be told.</summary>
/// <param name="Ecus">All its ECUs.</param>
/// <param name="History">What it was told, the newest first.</param>
/// <param name="Files">What was signed for it; null if it never asked.</param>
internal sealed record VehicleBasis(IReadOnlyList<ProvenEcu> Ecus, IReadOnlyList<AssignmentRow> History, DirectorFiles? Files)
{
    public required bool IsActive { get; init; }

    public bool IsInventoryRefused { get; init; }

    /// <summary>When its latest inventory came that was proven; null if none did.</summary>
    public DateTimeOffset? Proven { get; init; }

    public IReadOnlyList<string> Rxswins { get; init; } = [];
}
