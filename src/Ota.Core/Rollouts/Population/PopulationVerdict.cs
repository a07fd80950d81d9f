using System.Globalization;
using Ota.Core.Bundles.Director;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Vehicles;

namespace Ota.Core.Rollouts.Population;

/// <summary>Judges vehicles, when a population is frozen and again right before each offer.</summary>
public static class PopulationVerdict
{
    /// <summary>Judges one, by the first of these that holds: out of service, of other hardware, not proven lately, compliant, refused, free.</summary>
    /// <param name="bundle">What the rollout brings.</param>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="policy">The rollout's policy.</param>
    /// <param name="now">When.</param>
    public static Verdict Of(OfferedBundle bundle, Candidate vehicle, RolloutPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(vehicle);
        ArgumentNullException.ThrowIfNull(policy);
        if (!vehicle.Facts.IsActive) return RemovedFromService();
        if (!bundle.Images.Any(image => BundleResolver.TakersOf(image, vehicle.Facts).Count > 0)) return NotApplicable(bundle);
        if (FindOldEvidence(vehicle, policy, now) is { } evidence) return evidence;
        if (FindCompliance(bundle, vehicle.Facts) is { } compliant) return compliant;
        return BundleResolver.Resolve(bundle, vehicle.Facts) switch
        {
            Resolution.Refused refused => new Verdict(
                InstallState.Targeted, VerdictReasons.Of(refused.Refusals), string.Join(' ', refused.Refusals.Select(refusal => refusal.Sentence))),
            Resolution.Resolved resolved => Judge(resolved.Images, vehicle),
            _ => throw new InvalidOperationException("A resolution is resolved or refused."),
        };
    }

    private static Verdict RemovedFromService() => new(
        InstallState.RemovedFromService,
        new FailureReason(FailureFamily.Operations, FailureCodes.Removed),
        "The vehicle is not in service: set its status to active first if that is wrong.");

    private static Verdict NotApplicable(OfferedBundle bundle) => new(
        InstallState.NotApplicable,
        new FailureReason(FailureFamily.Eligibility, FailureCodes.HardwareMissing),
        $"The vehicle has no ECU of hardware that the bundle was made for: {string.Join(", ", bundle.Images.SelectMany(image => image.Hardware).Select(id => id.Value).Distinct())}.");

    // Before compliance: a car that had the fix a year ago may have been in a workshop since, and would be left out of the rollout for good.
    private static Verdict? FindOldEvidence(Candidate vehicle, RolloutPolicy policy, DateTimeOffset now)
    {
        if (vehicle.ProvenAt is not { } proven)
        {
            return new Verdict(
                InstallState.Targeted,
                new FailureReason(FailureFamily.Evidence, FailureCodes.NoInventory),
                "The vehicle has never proven what it runs: its inventory first, which it sends with its next contact.");
        }

        if (now - proven <= policy.InventoryMaxAge) return null;
        FormattableString sentence =
            $"The latest inventory is of {proven.UtcDateTime:yyyy-MM-dd}, more than {policy.InventoryMaxAge.TotalDays:0.#} days ago: a new inventory first, which the vehicle sends with its next contact.";
        return new Verdict(
            InstallState.Targeted,
            new FailureReason(FailureFamily.Evidence, FailureCodes.OldInventory),
            sentence.ToString(CultureInfo.InvariantCulture));
    }

    // Not by what the Director would refuse: what runs already needs no permission, and is no matter of what it may replace.
    private static Verdict? FindCompliance(OfferedBundle bundle, DirectedVehicle vehicle)
    {
        if (vehicle.IsInventoryRefused) return null;
        List<InstallTarget> targets = [];
        foreach (OfferedImage image in bundle.ImagesInOrder())
        {
            List<DirectedEcu> takers = BundleResolver.TakersOf(image, vehicle);
            if (takers.Count == 0 || takers.Exists(ecu => ecu.Digest.Length == 0 || ecu.Digest != image.Entry.Hashes.Sha256)) return null;
            targets.AddRange(takers.Select(ecu => new InstallTarget(ecu.Serial, ecu.Digest, ecu.Digest, image.ReleaseCounter ?? 0)));
        }

        return new Verdict(InstallState.AlreadyCompliant, null, "") { Targets = targets };
    }

    private static Verdict Judge(IReadOnlyList<DirectorImage> images, Candidate vehicle)
    {
        if (images.FirstOrDefault(image => image.Hashes.Sha256 is null) is { } unprovable)
            return Blocked(FailureCodes.UnexpectedImage, $"{unprovable.Path} has no SHA-256, so no inventory could prove it: build the bundle with one.");
        InstallTarget[] targets = new InstallTarget[images.Count];
        for (int i = 0; i < targets.Length; i++)
            targets[i] = new InstallTarget(images[i].Ecu, DigestOf(images[i].Ecu, vehicle.Facts), images[i].Hashes.Sha256!, images[i].ReleaseCounter ?? 0);
        foreach (InstallTarget target in vehicle.Remedies.Count > 0 ? targets : [])
        {
            if (vehicle.Remedies.FirstOrDefault(remedy => IsUndone(remedy, target)) is { } remedy)
                return Blocked(FailureCodes.UndoesRemedy, Undoes(remedy, target)) with { Targets = targets };
        }

        return new Verdict(InstallState.Targeted, null, "") { Targets = targets };
    }

    private static string DigestOf(EcuSerial serial, DirectedVehicle vehicle)
    {
        for (int i = 0; i < vehicle.Ecus.Count; i++)
        {
            if (vehicle.Ecus[i].Serial == serial) return vehicle.Ecus[i].Digest;
        }

        throw new ArgumentException($"The vehicle has no ECU {serial}.", nameof(serial));
    }

    private static bool IsUndone(InstallTarget remedy, InstallTarget target) =>
        remedy.Ecu == target.Ecu && remedy.Sha256 != target.Sha256 && target.ReleaseCounter <= remedy.ReleaseCounter;

    private static string Undoes(InstallTarget remedy, InstallTarget target) => string.Create(
        CultureInfo.InvariantCulture,
        $"{target.Ecu} has a proven fix in release {remedy.ReleaseCounter}, and release {target.ReleaseCounter} would undo it: build the bundle on that fix, with a higher release counter.");

    private static Verdict Blocked(int code, string sentence) => new(InstallState.Targeted, new FailureReason(FailureFamily.Eligibility, code), sentence);
}
