using System.Diagnostics;
using Ota.Bench.Mqtt;

namespace Ota.Bench.Rollouts;

/// <summary>How long ExplainVehicle takes by VIN, one call at a time, while a rollout is under way; each call leaves its durable note of who looked.</summary>
internal sealed class ExplainMeasure(RolloutsHost host, int vehicles)
{
    public async Task RunAsync(int calls)
    {
        V1.Rollouts.RolloutsClient client = host.Rollouts;
        Random random = new(1);
        List<double> times = [];
        for (int call = -Math.Min(calls, 300); call < calls; call++)
        {
            long number = random.Next(vehicles) + 1;
            long start = Stopwatch.GetTimestamp();
            V1.Explanation explanation = await client.ExplainVehicleAsync(
                new V1.ExplainVehicleRequest { Vehicle = new V1.VehicleKey { Vin = BenchFleet.VinOf(number) }, Purpose = "measuring" });
            double taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (explanation.Vid != host.Fleet.VidOf(number).Value || explanation.Installs.Count != 1) throw new BenchException("Another vehicle was explained.");
            if (call >= 0) times.Add(taken); // Before, it warms up.
        }

        times.Sort();
        RolloutsHost.Tell(RolloutFigure.Explain50, times[times.Count / 2], "ms");
        RolloutsHost.Tell(RolloutFigure.Explain99, times[times.Count * 99 / 100], "ms");
    }
}
