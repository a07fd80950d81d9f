namespace Ota.Core.Vehicles.Inventories;

/// <summary>
/// What an ECU runs and what it ran before that, each with the greatest counter of an inventory that showed it. The same inventories in
/// any order end in the same history: the image with the greatest counter is the current one, the greatest that differs the previous.
/// </summary>
/// <param name="Current">What it runs.</param>
/// <param name="CurrentCounter">0 if only the plant said so.</param>
/// <param name="Previous">What it ran before.</param>
/// <param name="PreviousCounter">0 if only the plant said so.</param>
public sealed record ImageHistory(SoftwareImage Current, ulong CurrentCounter, SoftwareImage Previous, ulong PreviousCounter)
{
    /// <summary>What is known after an inventory.</summary>
    /// <param name="image">What the ECU runs by it.</param>
    /// <param name="counter">Its counter.</param>
    public ImageHistory With(SoftwareImage image, ulong counter)
    {
        if (image == Current) return counter > CurrentCounter ? this with { CurrentCounter = counter } : this;
        if (counter > CurrentCounter) return new ImageHistory(image, counter, Current, CurrentCounter);
        return counter > PreviousCounter ? this with { Previous = image, PreviousCounter = counter } : this;
    }
}
