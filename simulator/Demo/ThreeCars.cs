using Ota.Simulator.Demo.Fleet;
using Ota.Simulator.Demo.Programs;
using Ota.Simulator.Demo.Screen;
using Ota.Simulator.Fleet.Running;

namespace Ota.Simulator.Demo;

/// <summary>Explains three cars by their VINs: one that is fixed, one that lied, one that nobody has seen.</summary>
internal sealed class ThreeCars(OtaProgram ota, Teller teller)
{
    private static readonly string[] Last = ["next ", "who ", "by "];

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
            foreach (string line in Short(page)) teller.Say(line);
        }
    }

    // The answer, how many rules hold, which one does not, and what happens next. The whole page is for those who run it.
    private static IEnumerable<string> Short(string page)
    {
        string[] lines = page.Split('\n');
        yield return lines[0];
        int met = lines.Count(line => line.StartsWith('✓'));
        if (Array.Find(lines, line => line.StartsWith('✗') || line.StartsWith('…')) is { } open)
            yield return $"{met} rules before that are met; it hangs on \"{open[1..].Trim().Split(' ')[0]}\".";
        else
            yield return $"All {met} rules are met.";
        foreach (string line in lines.Where(line => Array.Exists(Last, word => line.StartsWith(word, StringComparison.Ordinal)))) yield return line;
    }
}
