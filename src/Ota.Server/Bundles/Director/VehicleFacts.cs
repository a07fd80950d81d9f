using Ota.Core.Bundles.Director;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;
using Ota.Server.Vehicles;
using Ota.Server.Vehicles.Contacts;

namespace Ota.Server.Bundles.Director;

/// <summary>Gathers what decides whether a vehicle may be told something.</summary>
internal sealed class VehicleFacts(VehicleStore vehicles, ContactStore contacts, DirectorStore store, ReleaseCounters counters, TakenBack takenBack)
{
    // What an ECU runs was told within the last so many; an older image counts by what the Image repository says of it.
    private const int MostLookedAt = 200;

    public async Task<Vehicle> LoadAsync(long number, CancellationToken stop) => (await vehicles.LoadAsync([number], stop))[number];

    /// <summary>The facts, and what the vehicle was told, the newest first.</summary>
    public async Task<(DirectedVehicle Facts, IReadOnlyList<AssignmentRow> History)> GatherAsync(long number, Vehicle vehicle, Func<string, Task<bool>> isStaged, CancellationToken stop)
    {
        IReadOnlyList<AssignmentRow> history = await store.HistoryAsync(vehicle.Vid, MostLookedAt, stop);
        DirectorBasis? basis = await store.FindAsync(vehicle.Vid, stop);
        ILookup<EcuSerial, DirectorImage> images = history.SelectMany(row => row.ReadImages()).ToLookup(image => image.Ecu);
        AssignmentRow? told = WasTold(history, basis?.Files?.Assignment ?? 0);
        if (told is not null && !await isStaged(told.Bundle)) told = null;
        KnownContact? contact = await contacts.FindAsync(number, stop);
        DirectedVehicle facts = new()
        {
            IsActive = vehicle.Status == VehicleStatus.Active,
            IsInventoryRefused = contact?.Row.InventoryState == (long)InventoryState.Refused,
            Ecus = [.. vehicle.Ecus.Select(ecu => new DirectedEcu(ecu.Serial, ecu.Hardware, ecu.Current.Digest, CounterOf(ecu, images[ecu.Serial])))],
            Told = told?.ReadImages() ?? [],
            MayStillCome = await takenBack.FindAsync(history, basis?.Files, told, contact?.Row.ToStanding().ProvenTime, stop),
            Rxswins = vehicle.Rxswins,
        };
        return (facts, history);
    }

    // What signed files said, unless it was taken back since. What was assigned and replaced before the vehicle asked never left this server.
    private static AssignmentRow? WasTold(IReadOnlyList<AssignmentRow> history, long signed) =>
        history.Where(row => row.Number >= signed).Any(row => row.IsNothing) ? null : history.FirstOrDefault(row => row.Number == signed);

    private long? CounterOf(Ecu ecu, IEnumerable<DirectorImage> told)
    {
        string[] proven = [ecu.Current.Digest, ecu.Previous.Digest];
        return told.Where(image => image.Hashes.Sha256 is { } sha256 && proven.Contains(sha256))
            .Select(image => image.ReleaseCounter)
            .Append(counters.Find(ecu.Current.Digest))
            .Max();
    }
}
