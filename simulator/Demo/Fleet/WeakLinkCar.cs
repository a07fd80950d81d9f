using Ota.Payloads.V1;
using Ota.Simulator.Agent.Disk;
using Ota.Simulator.Agent.Machine;
using Ota.Simulator.Agent.Real;
using Ota.Simulator.Fleet.Running;
using Ota.Simulator.Inventories;
using Ota.Simulator.Verbs;

namespace Ota.Simulator.Demo.Fleet;

/// <summary>One vehicle run by the reference agent, with a disk and real downloads, over a link that breaks.</summary>
internal sealed class WeakLinkCar(DemoFolder folder, DemoVehicles vehicles, TimeProvider time)
{
    private const long CutAfter = 6_000_000;
    private const int Cuts = 2;
    private const double Faster = 10;

    private string Disk => folder["fleet/weak-link/disk"];

    private string Ecus => Path.Combine(vehicles.WeakLink, vehicles.WeakVid + ".json");

    /// <summary>Drives until its job has ended.</summary>
    /// <param name="broker">Where it connects.</param>
    /// <param name="server">The port of the server, which it reaches through the weak link.</param>
    /// <param name="seed">The source of chance.</param>
    /// <param name="stop">Switches it off.</param>
    public async Task<WeakLinkTale> RunAsync(HostPort broker, int server, int seed, CancellationToken stop)
    {
        await using WeakLink link = new(server, CutAfter, Cuts);
        string certificate = Path.Combine(vehicles.WeakLink, vehicles.WeakVid + ".pem");
        AgentOptions options = new()
        {
            Broker = broker,
            Server = link.Url,
            Vid = vehicles.WeakVid,
            Data = Disk,
            Ecus = Ecus,
            DirectorRoot = folder["director.json"],
            ImageRoot = folder["root.json"],
            Certificate = certificate,
            Authority = folder["server/pki/root.crt"],
            Seed = seed,
            Speed = Faster,
        };
        AgentJob? ended = await new AgentRun(options, time).RunAsync(_ => { }, stop);
        return new WeakLinkTale(EntryOf(ended), link.Cuts, link.Bytes);
    }

    private FleetEntry EntryOf(AgentJob? job)
    {
        VehicleTruth truth = job switch
        {
            { IsProven: true } => VehicleTruth.Confirmed,
            { IsDisbelieved: true } => VehicleTruth.Disbelieved,
            { State: JobState.RolledBack } => VehicleTruth.RolledBack,
            _ => VehicleTruth.Open,
        };
        return new FleetEntry(
            vehicles.WeakVid, VehicleKind.Steady, truth, TruthTable.Expected(truth), job?.Rollout, job?.Offer ?? 0, job?.Attempt ?? 0, 0, 1, null, null, Images());
    }

    // From its disk: the hash of what really lies in the slot that runs.
    private Dictionary<string, string> Images() => SimulatedInventory.Read(Ecus, vehicles.WeakVid).Ecus.ToDictionary(ecu => ecu.Serial, ecu =>
    {
        EcuSlots slots = new(Path.Combine(Disk, "ecus", Uri.EscapeDataString(ecu.Serial)), ecu);
        return slots.IsSound() ? slots.Running.Sha256 : "damaged";
    });
}
