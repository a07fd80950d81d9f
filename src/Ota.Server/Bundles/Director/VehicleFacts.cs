using Ota.Core.Bundles.Director;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;
using Ota.Server.Vehicles;
using Ota.Server.Vehicles.Contacts;

namespace Ota.Server.Bundles.Director;

/// <summary>Gathers what decides whether a vehicle may be told something.</summary>
internal sealed class VehicleFacts(VehicleStore vehicles, ContactStore contacts, DirectorStore store, VehicleJudge judge)
{
    // What an ECU runs was told within the last so many; an older image counts by what the Image repository says of it.
    public const int MostLookedAt = 200;

    public async Task<Vehicle> LoadAsync(long number, CancellationToken stop) => (await vehicles.LoadAsync([number], stop))[number];

    /// <summary>The facts, and what the vehicle was told, the newest first.</summary>
    public async Task<(DirectedVehicle Facts, IReadOnlyList<AssignmentRow> History)> GatherAsync(long number, Vehicle vehicle, Func<string, Task<bool>> isStaged, CancellationToken stop)
    {
        IReadOnlyList<AssignmentRow> history = await store.HistoryAsync(vehicle.Vid, MostLookedAt, stop);
        DirectorBasis? basis = await store.FindAsync(vehicle.Vid, stop);
        KnownContact? contact = await contacts.FindAsync(number, stop);
        VehicleBasis known = new([.. vehicle.Ecus.Select(EcuOf)], history, basis?.Files)
        {
            IsActive = vehicle.Status == VehicleStatus.Active,
            IsInventoryRefused = contact?.Row.InventoryState == (long)InventoryState.Refused,
            Proven = contact?.Row.ToStanding().ProvenTime,
            Rxswins = vehicle.Rxswins,
        };
        return (await judge.FactsOfAsync(known, isStaged, stop), history);
    }

    private static ProvenEcu EcuOf(Ecu ecu) => new(ecu.Serial, ecu.Hardware, ecu.Current.Digest, ecu.Previous.Digest);
}
