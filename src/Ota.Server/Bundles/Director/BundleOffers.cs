using Ota.Core.Bundles.Director;
using Ota.Server.Bundles.Staging;

namespace Ota.Server.Bundles.Director;

/// <summary>Puts a staged bundle into the words of the resolver, together with the bundles that it has to do with.</summary>
internal sealed class BundleOffers(DescribeBundle describe)
{
    /// <summary>The offer for a vehicle that was told some bundles before.</summary>
    public async Task<OfferedBundle> MakeAsync(StagedBundle bundle, IEnumerable<AssignmentRow> history, CancellationToken stop)
    {
        List<OtherBundle> requires = [], conflicts = [];
        foreach (string digest in bundle.Requires) requires.Add(await FindAsync(digest, stop));
        foreach (string digest in bundle.Conflicts) conflicts.Add(await FindAsync(digest, stop));
        // A conflict holds both ways, and only the later of two bundles can name the other one.
        foreach (string told in history.Where(row => !row.IsNothing).Select(row => row.Bundle).Distinct().Except(bundle.Conflicts))
        {
            if (await describe(told, stop) is { } known && known.What.Conflicts.Contains(bundle.Digest)) conflicts.Add(Of(known.What));
        }

        return new OfferedBundle { Images = ImagesOf(bundle), Requires = requires, Conflicts = conflicts, Rxswins = bundle.Rxswins };
    }

    private async Task<OtherBundle> FindAsync(string digest, CancellationToken stop) =>
        await describe(digest, stop) is { } known ? Of(known.What) : new OtherBundle($"Bundle {digest}", []);

    private static OtherBundle Of(StagedBundle bundle) => new(bundle.Title, ImagesOf(bundle));

    private static OfferedImage[] ImagesOf(StagedBundle bundle) =>
    [
        .. bundle.Images.Select(image => new OfferedImage(image.Path, image.Entry, image.HardwareIds, image.ReleaseCounter)
        {
            Before = image.Before,
            Order = image.Order,
        }),
    ];
}
