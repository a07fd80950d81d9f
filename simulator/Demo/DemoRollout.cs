using Ota.Simulator.Check;
using Ota.Simulator.Demo.Books;
using Ota.Simulator.Demo.Fleet;
using Ota.Simulator.Demo.Programs;
using Ota.Simulator.Demo.Screen;
using Ota.Simulator.Fleet.Running;
using Ota.Simulator.Replay;
using Spectre.Console;

namespace Ota.Simulator.Demo;

/// <summary>The second half: the rollout from its plan to its books.</summary>
internal sealed class DemoRollout(
    OtaProgram ota, DemoFolder folder, Teller teller, ServerProcess server, DemoDrivers drivers, TimeProvider time)
{
    private const string Policy = """
        {
          "waves": [20], "growth": 10,
          "soak": { "confirmedPermille": 500, "time": "1s", "vehicles": 0, "ignitionCycles": 0, "metres": 0 },
          "backoff": "1s", "coolOff": "1s", "proofWithin": "10m"
        }
        """;

    private const int WaveAndVehicles = 14; // Columns of the plan's table.

    private int _connected;

    /// <summary>Its id; empty before it is created.</summary>
    public string Id { get; private set; } = "";

    /// <returns>What does not balance.</returns>
    /// <exception cref="DemoException">It cannot go on.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(DemoVehicles vehicles, DemoBundle bundle, string digest, int recorded, CancellationToken stop)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<ReplayCounts> replay = drivers.ReplayAsync(end.Token);
        Task<FleetCounts> fleet = drivers.LiveAsync(now => Volatile.Write(ref _connected, now.Connected), end.Token);
        Task<WeakLinkTale> weak = drivers.DriveWeakAsync(server.Ports.Https, end.Token);
        try
        {
            Id = await PrepareAsync(digest, recorded, stop);
            using ServerConnection connection = new(OperatorFile.Read(folder.Server));
            BooksReader books = new(connection, $"rollouts/{Id}");
            await WatchAsync(books, BothAsync(fleet, weak), stop);
            DemoBooks final = new(books, drivers, teller, time);
            IReadOnlyList<string> problems = await final.CompareAsync(await weak, bundle, replay, connection, stop);
            await new ThreeCars(ota, teller).ExplainAsync(vehicles, final.Truths, stop);
            return problems;
        }
        finally
        {
            await end.CancelAsync();
            await ((Task)Task.WhenAll(replay, fleet, weak)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // Nobody writes any more.
        }
    }

    // Who fails first, fails both at once.
    private static async Task BothAsync(Task fleet, Task weak)
    {
        await await Task.WhenAny(fleet, weak);
        await Task.WhenAll(fleet, weak);
    }

    private async Task<string> PrepareAsync(string digest, int recorded, CancellationToken stop)
    {
        string bundle = digest[..12];
        teller.Step(
            "A recall is planned, approved by somebody else, and started",
            $"The cars are on the road already: an hour passes in 1.5 seconds, and {recorded} more replay recorded trips of real cars over MQTT.");
        await folder.WriteAsync("policy.json", Policy, stop);
        string[] what = ["--bundle", bundle, "--policy", "policy.json", "--vins", "recall.txt", "--purpose", "recall 2026-117"];
        foreach (string line in Summary(await ota.RunAsync(stop, ["rollouts", "plan", .. what]))) teller.Row(line);
        await ota.RunAsync(stop, "operators", "create", "kim", "--role", "approver", "--role", "release", "--role", "support", "--out", "kim");
        string made = await ota.RunAsync(stop, ["rollouts", "create", "--title", "Brakes", .. what, "--output", "json"]);
        string id = JsonText.Of(made, "name")["rollouts/".Length..];
        teller.Say($"refused, as it must be: {await ota.RefusedAsync(stop, "rollouts", "approve", id, "--yes")}");
        await ota.RunAsync(stop, "--data", "kim", "rollouts", "approve", id, "--yes");
        await ota.RunAsync(stop, "--data", "kim", "rollouts", "start", id);
        return id;
    }

    private async Task WatchAsync(BooksReader books, Task vehicles, CancellationToken stop)
    {
        teller.Step(
            "It runs",
            "Only a fresh signed inventory makes a car count as fixed. Among them: a liar, a brick, a refuser, one that is offline, one whose flashing fails, "
            + "two that need a second attempt, and one whose link breaks during the download. The server is killed in the middle.");
        RolloutWatch watch = new(books, server, drivers.Telemetry, () => Volatile.Read(ref _connected), teller, time);
        if (!teller.IsTerminal)
        {
            await watch.RunAsync(vehicles, new ProgressLines(teller).Show, stop);
            return;
        }

        await AnsiConsole.Live(new Text("")).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
            await watch.RunAsync(vehicles, now => live.UpdateTarget(LiveScreen.Draw(now)), stop));
    }

    // How many, and in which waves: the rest can be had by running it.
    private static IEnumerable<string> Summary(string plan)
    {
        string[] lines = plan.Split('\n');
        return lines.Take(1).Concat(lines.SkipWhile(line => !line.StartsWith("WAVE", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0)
            .Select(line => line[..Math.Min(line.Length, WaveAndVehicles)]));
    }
}
