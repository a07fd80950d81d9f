using Ota.Core.Bundles.Manifests;

namespace Ota.Core.Bundles.Director;

/// <summary>A bundle, before it is known what it means for a vehicle.</summary>
public sealed record OfferedBundle
{
    /// <summary>What it consists of.</summary>
    public required IReadOnlyList<OfferedImage> Images { get; init; }

    /// <summary>What the vehicle must have first.</summary>
    public IReadOnlyList<OtherBundle> Requires { get; init; } = [];

    /// <summary>What the vehicle must not have, and must not get any more.</summary>
    public IReadOnlyList<OtherBundle> Conflicts { get; init; } = [];

    /// <summary>The RX software identification numbers that change.</summary>
    public IReadOnlyList<RxswinChange> Rxswins { get; init; } = [];

    /// <summary>The images in the order in which they are installed.</summary>
    internal IReadOnlyList<OfferedImage> ImagesInOrder()
    {
        // Mostly they are in order already, and a million vehicles ask.
        for (int i = 1; i < Images.Count; i++)
        {
            if (Images[i].Order < Images[i - 1].Order) return [.. Images.OrderBy(image => image.Order)];
        }

        return Images;
    }
}
