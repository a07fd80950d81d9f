using System.Text.Json;
using Ota.EndToEnd.Cli;
using Ota.Testing;

namespace Ota.EndToEnd.Rollouts;

/// <summary>A whole rollout with what goes wrong in one: in the end the server's books say of each vehicle what truly happened to it.</summary>
public abstract class BooksSuite
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("OTA_TEST_LONG") == "1";
    private static readonly int Vehicles = IsLong ? 2000 : 200;

    private const string Policy = """
        {
          "waves": [20], "growth": 10,
          "soak": { "confirmedPermille": 500, "time": "1s", "vehicles": 0, "ignitionCycles": 0, "metres": 0 },
          "backoff": "1s", "coolOff": "1s", "proofWithin": "10m"
        }
        """;

    [Fact]
    public async Task The_books_say_of_each_vehicle_what_happened_to_it_whatever_was_killed_and_cut()
    {
        await using RolloutWorld world = await RolloutWorld.StartAsync(Vehicles, Arguments());
        string id = await world.RollOutAsync(Policy);
        await using PeerProcess fleet = world.StartFleet(
            "--liars", "1", "--bricks", "1", "--refusers", "1", "--offline", "1", "--failing", "1", "--replays", "1", "--flaky", "2",
            "--compress", "2400", "--max-rate", "60", "--seed", "7", "--give-up", IsLong ? "3000" : "600");
        foreach (Func<Task> harm in Harms(world))
        {
            await WorsenAsync(world, id, harm, fleet);
        }

        int code = await fleet.ExitAsync(TimeSpan.FromMinutes(IsLong ? 60 : 15));
        code.Should().Be(0, fleet.Output);

        await ShouldEqualLedgerAsync(world, id);
        await ShouldReportTwiceTheSameAsync(world, id);
    }

    /// <summary>Flags of the server that choose its database.</summary>
    protected abstract string[] Arguments();

    private static IEnumerable<Func<Task>> Harms(RolloutWorld world)
    {
        yield return Kill;
        yield return world.ChangeKeepersAsync; // In the middle of their jobs, which follow the vehicle.
        yield return Cut;
        yield return Kill;
        yield return Kill;

        async Task Kill()
        {
            await world.Server.KillAsync();
            await world.Server.StartAsync();
        }

        Task Cut()
        {
            world.CutAll();
            return Task.CompletedTask;
        }
    }

    // Each harm when a tenth more of the fleet is proven, so that something is under way; the books balance after it.
    private static async Task WorsenAsync(RolloutWorld world, string id, Func<Task> harm, PeerProcess fleet)
    {
        long enough = Math.Min(Confirmed(await world.ShowAsync(id)) + (Vehicles / 10), Vehicles - 20);
        while (Confirmed(await world.ShowAsync(id)) < enough)
        {
            fleet.Ended.IsCompleted.Should().BeFalse(fleet.Output);
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }

        await harm();
        States(await world.ShowAsync(id)).Sum(state => state.Vehicles).Should().Be(Vehicles);
    }

    private static IEnumerable<V1.StateCount> States(V1.Rollout rollout) => rollout.Waves.SelectMany(wave => wave.States);

    private static long Confirmed(V1.Rollout rollout) =>
        States(rollout).Where(state => state.State == V1.InstallState.Confirmed).Sum(state => state.Vehicles);

    private static async Task ShouldEqualLedgerAsync(RolloutWorld world, string id)
    {
        OtaRun listed = (await world.OtaAsync("rollouts", "installs", id, "--limit", "10000", "--output", "json")).Should(0);
        Dictionary<string, string> books = listed.Json.GetProperty("installs").EnumerateArray().ToDictionary(
            install => install.GetProperty("vid").GetString()!,
            install => install.GetProperty("state").GetString()!.Replace("INSTALL_STATE_", "").ToLowerInvariant());
        List<string> differences = [];
        int lines = 0;
        foreach (string line in File.ReadLines(world["ledger.jsonl"]))
        {
            lines++;
            JsonElement truth = JsonDocument.Parse(line).RootElement;
            string[] expected = [.. truth.GetProperty("expected").EnumerateArray().Select(state => state.GetString()!)];
            string stands = books.GetValueOrDefault(truth.GetProperty("vid").GetString()!, "nowhere");
            if (!expected.Contains(stands)) differences.Add($"{stands}: {line}");
        }

        differences.Should().BeEmpty();
        books.Should().HaveCount(Vehicles);
        lines.Should().Be(Vehicles);
    }

    private static async Task ShouldReportTwiceTheSameAsync(RolloutWorld world, string id)
    {
        string asOf = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        string[] report = ["rollouts", "report", id, "--form", "csv", "--as-of", asOf];
        string first = (await world.OtaAsync(report)).Should(0).Out;
        (await world.OtaAsync(report)).Should(0).Out.Should().Be(first);
        first.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(Vehicles + 1);
    }
}
