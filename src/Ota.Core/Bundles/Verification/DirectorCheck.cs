using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;
using static Ota.Core.Bundles.Verification.FileCheck;

namespace Ota.Core.Bundles.Verification;

/// <summary>
/// What a Director's targets must keep beyond TUF: no delegations, this vehicle, each ECU once, ECUs that exist, hardware that they
/// are, releases that do not go back (Uptane 5.4.4.6 steps 6 to 8, 5.4.3).
/// </summary>
public static class DirectorCheck
{
    internal const string NoEcus = "It is not said in ecuIdentifiers which ECUs, of which hardware, shall install it.";

    private const string File = "targets.json";

    /// <summary>Checks a file whose signatures are trusted already.</summary>
    /// <param name="targets">The Director's targets.</param>
    /// <param name="vehicleId">The vehicle; it must stand in every file, so that none can be played to another vehicle.</param>
    /// <param name="ecus">All ECUs of the vehicle.</param>
    /// <returns>Everything that is wrong; nothing if the file is good.</returns>
    public static IReadOnlyList<Refusal> Check(TargetsMetadata targets, string vehicleId, IReadOnlyCollection<EcuState> ecus)
    {
        ArgumentNullException.ThrowIfNull(targets);
        List<Refusal> refusals = [.. CheckFile(targets)];
        if (targets.VehicleId != vehicleId)
        {
            string sentence = targets.VehicleId is null ? "It names no vehicle." : "It is for another vehicle.";
            refusals.Add(new(RefusalReason.WrongVehicle, File, sentence));
        }

        Dictionary<EcuSerial, EcuState> known = ecus.ToDictionary(ecu => ecu.Serial);
        foreach ((TargetPath path, TargetEntry target) in targets.Targets)
        {
            if (DirectorCustom.TryRead(target.Custom) is { } custom) refusals.AddRange(CheckImage(path, custom, known));
        }

        return refusals;
    }

    /// <summary>What can be said without knowing the vehicle.</summary>
    internal static IEnumerable<Refusal> CheckFile(TargetsMetadata targets)
    {
        if (targets.Delegations is not null) yield return new(RefusalReason.DirectorDelegates, File, "A Director must not delegate.");
        HashSet<EcuSerial> seen = [];
        foreach ((TargetPath path, TargetEntry target) in targets.Targets)
        {
            if (DirectorCustom.TryRead(target.Custom) is not { } custom)
            {
                yield return new(RefusalReason.Malformed, path.Value, NoEcus);
                continue;
            }

            foreach (EcuSerial serial in custom.Ecus.Keys.Where(serial => !seen.Add(serial)))
                yield return new(RefusalReason.EcuTwice, path.Value, $"The ECU {serial} shall install another image too.");
        }
    }

    /// <summary>What an image must be for one ECU.</summary>
    internal static IEnumerable<Refusal> CheckEcu(TargetPath path, DirectorCustom custom, HardwareId hardware, EcuState ecu)
    {
        if (hardware != ecu.Hardware)
            yield return new(
                RefusalReason.WrongHardware, path.Value, $"It is for the hardware {hardware}, and {ecu.Serial} is {ecu.Hardware}.");
        if (ecu.ReleaseCounter is { } installed && (custom.ReleaseCounter ?? 0) < installed)
        {
            string sentence = Say($"It is release {custom.ReleaseCounter ?? 0}, and {ecu.Serial} has {installed}.");
            yield return new(RefusalReason.LowerReleaseCounter, path.Value, sentence);
        }
    }

    private static IEnumerable<Refusal> CheckImage(TargetPath path, DirectorCustom custom, Dictionary<EcuSerial, EcuState> known) =>
        custom.Ecus.SelectMany(ecu => known.TryGetValue(ecu.Key, out EcuState? state)
            ? CheckEcu(path, custom, ecu.Value, state)
            : [new Refusal(RefusalReason.UnknownEcu, path.Value, $"The vehicle has no ECU {ecu.Key}.")]);
}
