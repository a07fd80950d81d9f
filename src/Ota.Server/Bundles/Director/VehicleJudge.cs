using Ota.Core.Bundles.Director;
using Ota.Core.Vehicles;

namespace Ota.Server.Bundles.Director;

/// <summary>Says what stored rows mean for what a vehicle may be told: of one vehicle, and of a million in a row.</summary>
internal sealed class VehicleJudge(ReleaseCounters counters, TakenBack takenBack)
{
    public async ValueTask<DirectedVehicle> FactsOfAsync(VehicleBasis vehicle, Func<string, Task<bool>> isStaged, CancellationToken stop)
    {
        IReadOnlyList<AssignmentRow> history = vehicle.History;
        if (history.Count == 0) return Make(vehicle, null, []);
        AssignmentRow? told = WasTold(history, vehicle.Files?.Assignment ?? 0);
        if (told is not null && !await isStaged(told.Bundle)) told = null;
        return Make(vehicle, told, await takenBack.FindAsync(history, vehicle.Files, told, vehicle.Proven, stop));
    }

    private DirectedVehicle Make(VehicleBasis vehicle, AssignmentRow? told, IReadOnlyList<DirectorImage> mayStillCome)
    {
        ILookup<EcuSerial, DirectorImage>? images =
            vehicle.History.Count == 0 ? null : vehicle.History.SelectMany(row => row.ReadImages()).ToLookup(image => image.Ecu);
        DirectedEcu[] ecus = new DirectedEcu[vehicle.Ecus.Count];
        for (int i = 0; i < ecus.Length; i++)
        {
            ProvenEcu ecu = vehicle.Ecus[i];
            ecus[i] = new DirectedEcu(ecu.Serial, ecu.Hardware, ecu.Digest, CounterOf(ecu, images?[ecu.Serial] ?? []));
        }

        return new DirectedVehicle
        {
            IsActive = vehicle.IsActive,
            IsInventoryRefused = vehicle.IsInventoryRefused,
            Ecus = ecus,
            Told = told?.ReadImages() ?? [],
            MayStillCome = mayStillCome,
            Rxswins = vehicle.Rxswins,
        };
    }

    // What signed files said, unless it was taken back since. What was assigned and replaced before the vehicle asked never left this server.
    private static AssignmentRow? WasTold(IReadOnlyList<AssignmentRow> history, long signed) =>
        history.Where(row => row.Number >= signed).Any(row => row.IsNothing) ? null : history.FirstOrDefault(row => row.Number == signed);

    private long? CounterOf(ProvenEcu ecu, IEnumerable<DirectorImage> told)
    {
        long? counter = ecu.Digest.Length > 0 ? counters.Find(ecu.Digest) : null;
        foreach (DirectorImage image in told)
        {
            bool isProven = image.Hashes.Sha256 is { } sha256 && (sha256 == ecu.Digest || sha256 == ecu.PreviousDigest);
            if (isProven && !(counter >= image.ReleaseCounter)) counter = image.ReleaseCounter ?? counter;
        }

        return counter;
    }
}
