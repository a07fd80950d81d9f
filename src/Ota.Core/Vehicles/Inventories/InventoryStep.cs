namespace Ota.Core.Vehicles.Inventories;

/// <summary>What an inventory changes.</summary>
/// <param name="Standing">What is known after it.</param>
public sealed record InventoryStep(InventoryStanding Standing)
{
    /// <summary>The inventory whose images are to be taken, also if it was late (<see cref="ImageHistory"/>); null if nothing is.</summary>
    public InventoryVerdict.Proven? Taken { get; init; }

    /// <summary>Whether another primary counts from now on, so that the counters of images begin anew.</summary>
    public bool BeginsAnew { get; init; }

    /// <summary>Why it is an alarm; empty if it is none.</summary>
    public IReadOnlyList<InventoryProblem> Problems { get; init; } = [];
}
