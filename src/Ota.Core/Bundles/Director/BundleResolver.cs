using System.Globalization;
using Ota.Core.Vehicles;
using static Ota.Core.Bundles.Director.AssignmentRefusalReason;

namespace Ota.Core.Bundles.Director;

/// <summary>Which ECUs of a vehicle install which images of a bundle, or why the vehicle must not be told to (Uptane 5.3.2.2 steps 4 and 5).</summary>
public static class BundleResolver
{
    /// <summary>Gives each image to every ECU of the hardware that it was made for, in the order in which they are installed.</summary>
    /// <param name="offered">The bundle.</param>
    /// <param name="vehicle">The vehicle.</param>
    public static Resolution Resolve(OfferedBundle offered, DirectedVehicle vehicle)
    {
        ArgumentNullException.ThrowIfNull(offered);
        ArgumentNullException.ThrowIfNull(vehicle);
        List<AssignmentRefusal> refusals = [.. CheckVehicle(vehicle)];
        List<DirectorImage> images = [];
        foreach (OfferedImage image in offered.ImagesInOrder())
        {
            List<DirectedEcu> takers = TakersOf(image, vehicle);
            if (takers.Count == 0)
                refusals.Add(new(NoEcu, $"No ECU of the vehicle is hardware that {image.Path} was made for: {string.Join(", ", image.Hardware)}."));
            foreach (DirectedEcu ecu in takers)
            {
                if ((image.ReleaseCounter ?? 0) < ecu.ReleaseCounter) refusals.Add(GoesBack(image, ecu));
            }

            foreach (DirectedEcu ecu in takers)
            {
                if (!MayReplace(image, ecu)) refusals.Add(ReplacesOther(image, ecu));
            }

            if (takers.Count > 1) takers.Sort((one, other) => string.CompareOrdinal(one.Serial.Value, other.Serial.Value));
            foreach (DirectedEcu ecu in takers)
                images.Add(new DirectorImage(ecu.Serial, ecu.Hardware, image.Path, image.Entry.Length, image.Entry.Hashes, image.ReleaseCounter));
        }

        refusals.AddRange(FindTwice(images));
        refusals.AddRange(FindUnderWay(images, vehicle));
        refusals.AddRange(BundleRelations.Check(offered, vehicle));
        return refusals.Count > 0 ? new Resolution.Refused(refusals) : new Resolution.Resolved(images);
    }

    // Loops here and above where queries would say the same: a rollout asks for each of a million vehicles, and they took half of its time.
    internal static List<DirectedEcu> TakersOf(OfferedImage image, DirectedVehicle vehicle)
    {
        List<DirectedEcu> takers = [];
        for (int i = 0; i < vehicle.Ecus.Count; i++)
        {
            DirectedEcu ecu = vehicle.Ecus[i];
            if (image.Hardware.Contains(ecu.Hardware)) takers.Add(ecu);
        }

        return takers;
    }

    // What has the image already installs nothing, so it is no matter what it ran before.
    private static bool MayReplace(OfferedImage image, DirectedEcu ecu) =>
        image.Before.Count == 0 || image.Before.Contains(ecu.Digest) || (ecu.Digest.Length > 0 && ecu.Digest == image.Entry.Hashes.Sha256);

    private static AssignmentRefusal ReplacesOther(OfferedImage image, DirectedEcu ecu) => new(WrongImageBefore, ecu.Digest.Length == 0
        ? $"Nobody knows what {ecu.Serial} runs, and {image.Path} replaces known images only: wait for the vehicle's inventory."
        : $"{ecu.Serial} runs {ecu.Digest}, which {image.Path} may not replace: bring the ECU to an image that the manifest lists first.");

    private static IEnumerable<AssignmentRefusal> CheckVehicle(DirectedVehicle vehicle)
    {
        if (!vehicle.IsActive) yield return new(NotActive, "The vehicle is not active, so it is told nothing: set its status first if that is wrong.");
        if (vehicle.IsInventoryRefused)
            yield return new(InventoryRefused, "The vehicle's latest inventory was refused, so its ECUs may be others than registered: look into its history.");
    }

    private static IEnumerable<AssignmentRefusal> FindTwice(List<DirectorImage> images) => images.DistinctBy(image => image.Ecu).Count() == images.Count
        ? []
        : images.GroupBy(image => image.Ecu).Where(of => of.Count() > 1).Select(of => new AssignmentRefusal(EcuTwice, $"{of.Key} would get {string.Join(" and ", of.Select(image => image.Path))}: an ECU installs one image."));

    // Nobody knows whether images of two bundles work together, so there is one bundle at a time: what may still be under way must be
    // proven, taken back, or part of the new one (Uptane 5.3.2.2 step 5).
    private static IEnumerable<AssignmentRefusal> FindUnderWay(List<DirectorImage> images, DirectedVehicle vehicle)
    {
        if (vehicle.Told.Count == 0) yield break;
        Dictionary<EcuSerial, DirectedEcu> ecus = vehicle.Ecus.ToDictionary(ecu => ecu.Serial);
        foreach (DirectorImage told in vehicle.Told)
        {
            if (images.Any(image => image.Ecu == told.Ecu && image.Hashes.Agree(told.Hashes))) continue;
            if (!ecus.TryGetValue(told.Ecu, out DirectedEcu? ecu))
                yield return new(EcuMissing, $"{told.Ecu} was told to install {told.Path} and is not registered any more: clear what the vehicle was told.");
            else if (ecu.Digest.Length == 0 || ecu.Digest != told.Hashes.Sha256)
                yield return new(StillUnderWay, $"{told.Ecu} was told to install {told.Path} and has not proven it: wait for its inventory, or clear what it was told.");
        }
    }

    private static AssignmentRefusal GoesBack(OfferedImage image, DirectedEcu ecu)
    {
        FormattableString sentence = $"{image.Path} is release {image.ReleaseCounter ?? 0}, and {ecu.Serial} has or had {ecu.ReleaseCounter}: it would refuse to go back.";
        return new(LowerReleaseCounter, sentence.ToString(CultureInfo.InvariantCulture));
    }
}
