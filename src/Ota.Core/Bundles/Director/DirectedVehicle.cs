namespace Ota.Core.Bundles.Director;

/// <summary>What decides whether a vehicle may be told to install something.</summary>
public sealed record DirectedVehicle
{
    /// <summary>Whether it is to be reached at all.</summary>
    public required bool IsActive { get; init; }

    /// <summary>Whether its latest inventory was refused: then nobody knows what it is made of (Uptane 5.3.2.2).</summary>
    public bool IsInventoryRefused { get; init; }

    /// <summary>All its ECUs.</summary>
    public required IReadOnlyList<DirectedEcu> Ecus { get; init; }

    /// <summary>What it was told before, in files that it may have; none if it was told nothing, or nothing that was signed.</summary>
    public IReadOnlyList<DirectorImage> Told { get; init; } = [];

    /// <summary>
    /// What it was told in files that it may have and that was taken back since, as long as no later inventory shows what it did with it:
    /// the vehicle may have been installing it already.
    /// </summary>
    public IReadOnlyList<DirectorImage> MayStillCome { get; init; } = [];

    /// <summary>Its RX software identification numbers; none if they are not known.</summary>
    public IReadOnlyList<string> Rxswins { get; init; } = [];
}
