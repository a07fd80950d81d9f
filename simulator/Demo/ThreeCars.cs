using Ota.Simulator.Demo.Fleet;
using Ota.Simulator.Demo.Programs;
using Ota.Simulator.Demo.Screen;
using Ota.Simulator.Fleet.Running;

namespace Ota.Simulator.Demo;

/// <summary>Explains three cars by their VINs: one that is fixed, one that lied, one that nobody has seen.</summary>
internal sealed class ThreeCars(OtaProgram ota, Teller teller)
{
    public async Task ExplainAsync(DemoVehicles vehicles, IReadOnlyList<FleetEntry> truths, CancellationToken stop)
    {
        teller.Step("Why is this car (not) fixed?", "What somebody reads who has its keeper on the telephone. A look-up by VIN is written down with its purpose.");
        string weak = vehicles.WeakVid;
        await ExplainAsync(weak, "confirmed: the car whose link broke");
        foreach ((VehicleTruth truth, string who) in new[] { (VehicleTruth.Lied, "discrepant: the liar"), (VehicleTruth.NeverContacted, "waiting: the car that is offline") })
        {
            if (truths.FirstOrDefault(one => one.Truth == truth) is { } car) await ExplainAsync(car.Vid, who);
        }

        async Task ExplainAsync(string vid, string who)
        {
            teller.Blank();
            teller.Say(who);
            string page = await ota.RunAsync(stop, "vehicles", "explain", vehicles.VinOf(vid), "--purpose", "case 4711");
            teller.Say(page.TrimEnd());
        }
    }
}
