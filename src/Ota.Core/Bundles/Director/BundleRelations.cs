using Ota.Core.Bundles.Manifests;
using static Ota.Core.Bundles.Director.AssignmentRefusalReason;

namespace Ota.Core.Bundles.Director;

/// <summary>What a bundle needs of other bundles and of the vehicle's type approval (Uptane 5.3.2.2 step 5).</summary>
internal static class BundleRelations
{
    public static IEnumerable<AssignmentRefusal> Check(OfferedBundle offered, DirectedVehicle vehicle) =>
    [
        .. offered.Requires.Where(other => !Has(vehicle, other)).Select(other => new AssignmentRefusal(
            RequiredMissing, $"{other.Name} must be on the vehicle first, and not all of its images are: install it, and wait for the inventory that proves it.")),
        .. offered.Conflicts.Select(other => FindConflict(offered, vehicle, other)).OfType<AssignmentRefusal>(),
        .. offered.Rxswins.Where(change => IsForeign(change, vehicle)).Select(change => new AssignmentRefusal(
            WrongRxswin, $"The bundle changes RXSWIN {change.Before} to {change.After}, and the vehicle has {string.Join(", ", vehicle.Rxswins)}.")),
    ];

    // A later image than the required one is another one: whether it does as well, only people can say, in a manifest.
    private static bool Has(DirectedVehicle vehicle, OtherBundle other) => other.Images.Count > 0 && other.Images.All(image =>
        BundleResolver.TakersOf(image, vehicle) is { Count: > 0 } ecus && ecus.TrueForAll(ecu => Runs(ecu, image)));

    // Also on ECUs that would get another image: while one is updated and the next is not yet, both bundles are there.
    private static AssignmentRefusal? FindConflict(OfferedBundle offered, DirectedVehicle vehicle, OtherBundle other)
    {
        OfferedImage[] foreign = [.. other.Images.Where(image => !offered.Images.Any(own => own.Entry.Hashes.Agree(image.Entry.Hashes)))];
        foreach (OfferedImage image in foreign)
        {
            if (BundleResolver.TakersOf(image, vehicle).Find(one => Runs(one, image)) is { } ecu)
                return new(Conflict, $"{other.Name} cannot be on the vehicle at the same time, and {ecu.Serial} runs its image {image.Path}.");
            if (vehicle.Told.Concat(vehicle.MayStillCome).FirstOrDefault(one => one.Hashes.Agree(image.Entry.Hashes)) is { } told)
                return new(Conflict, $"{other.Name} cannot be on the vehicle at the same time, and {told.Ecu} was told to install {told.Path}, which may still happen: wait for the next inventory.");
        }

        return null;
    }

    private static bool Runs(DirectedEcu ecu, OfferedImage image) => ecu.Digest.Length > 0 && ecu.Digest == image.Entry.Hashes.Sha256;

    private static bool IsForeign(RxswinChange change, DirectedVehicle vehicle) =>
        vehicle.Rxswins.Count > 0 && change.Before is { } before && !vehicle.Rxswins.Contains(before) && !vehicle.Rxswins.Contains(change.After);
}
