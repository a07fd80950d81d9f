using System.Text.Json;
using Ota.EndToEnd.Cli;
using Ota.EndToEnd.Simulator.Agent;
using Ota.Testing;

namespace Ota.EndToEnd.Rollouts;

/// <summary>The reference agent and the downloading fleet against the real server: real metadata, real images, mutual TLS.</summary>
public sealed class ReferenceAgentTests
{
    private const int Killed = 137; // 128 and SIGKILL.
    private const int ImageBytes = 1_000_000;
    private const int Images = 3;

    private const string Policy = """
        {
          "waves": [100], "soak": { "confirmedPermille": 0, "time": "1s", "vehicles": 0, "ignitionCycles": 0, "metres": 0 },
          "guard": { "failedCount": 100 }, "backoff": "1s", "coolOff": "1s", "proofWithin": "10m"
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string[] Steps = Environment.GetEnvironmentVariable("OTA_TEST_LONG") == "1" ? KillPoints.All : KillPoints.Some;

    [Fact]
    public async Task The_reference_agent_is_led_through_a_whole_job_and_killed_at_any_step_it_goes_on()
    {
        await using RolloutWorld world = await RolloutWorld.StartAsync(Steps.Length + 1, ImageBytes);
        string id = await world.RollOutAsync(Policy);
        string[] vids = [.. world.Vids];

        await InstallThroughCutsAsync(world, vids[0]);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = 2 };
        await Parallel.ForEachAsync(Steps.Zip(vids.Skip(1)), parallel, async (one, _) => await InstallThroughKillAsync(world, one.Second, one.First));

        JsonElement[] installs = await InstallsAsync(world, id);
        installs.Should().HaveCount(vids.Length)
            .And.OnlyContain(install => install.GetProperty("state").GetString()!.EndsWith("CONFIRMED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fleet_that_downloads_fetches_every_byte_that_it_installs()
    {
        const int Vehicles = 8;
        await using RolloutWorld world = await RolloutWorld.StartAsync(Vehicles, ImageBytes);
        string id = await world.RollOutAsync(Policy);
        await using PeerProcess fleet = world.StartFleet(
            "--download", "--https", $"https://localhost:{world.Files.Port}", "--compress", "2400", "--seed", "3", "--give-up", "300");
        int code = await fleet.ExitAsync(TimeSpan.FromMinutes(6));

        code.Should().Be(0, fleet.Output);
        world.Files.ToClient.Should().BeGreaterThan(Vehicles * Images * ImageBytes);
        (await InstallsAsync(world, id)).Should().HaveCount(Vehicles)
            .And.OnlyContain(install => install.GetProperty("state").GetString()!.EndsWith("CONFIRMED", StringComparison.Ordinal));
    }

    // No connection lasts for a whole image: who begins anew after each cut never comes to an end.
    private static async Task InstallThroughCutsAsync(RolloutWorld world, string vid)
    {
        const int Longest = 300_000;
        for (int i = 0; i < 100; i++) world.Files.CutNext(toServer: false, Longest);
        (int code, string output) = await RunAsync(world, vid);

        code.Should().Be(0, output);
        world.Files.Connections.Should().BeInRange(Images * ImageBytes / Longest, 99);
    }

    private static async Task InstallThroughKillAsync(RolloutWorld world, string vid, string step)
    {
        using JsonDocument ecus = JsonDocument.Parse(await File.ReadAllBytesAsync(world[$"fleet/vehicles/{vid}.json"]));
        string[] serials = [.. ecus.RootElement.EnumerateArray().Select(ecu => ecu.GetProperty("serial").GetString()!)];
        (int code, string output) = await RunAsync(world, vid, "--die-at", KillPoints.Of(step, serials));
        code.Should().Be(Killed, $"it dies at {step}: {output}");
        (code, output) = await RunAsync(world, vid);
        code.Should().Be(0, $"it died at {step}: {output}");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(RolloutWorld world, string vid, params string[] more)
    {
        await using PeerProcess agent = world.StartAgent(vid, more);
        return (await agent.ExitAsync(Patience), agent.Output);
    }

    private static async Task<JsonElement[]> InstallsAsync(RolloutWorld world, string id)
    {
        OtaRun listed = (await world.OtaAsync("rollouts", "installs", id, "--limit", "1000", "--output", "json")).Should(0);
        return [.. listed.Json.GetProperty("installs").EnumerateArray()];
    }
}
