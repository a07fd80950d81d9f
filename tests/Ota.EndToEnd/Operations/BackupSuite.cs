using System.Runtime.Versioning;
using System.Text.Json;
using Ota.Core.Bundles.Verification;
using Ota.EndToEnd.Attacks;
using Ota.EndToEnd.Cli;
using Ota.EndToEnd.Rollouts;
using Ota.EndToEnd.Telemetry;
using Ota.Testing;

namespace Ota.EndToEnd.Operations;

/// <summary>
/// A backup while a rollout runs and the restore of it, by the commands of docs/operations.md: what comes back is whole, and vehicles that have
/// seen more than the backup knows take what the server signs after it.
/// </summary>
[UnsupportedOSPlatform("windows")]
public abstract class BackupSuite : IDisposable
{
    private const int Vehicles = 40;

    private const string Policy = """
        {
          "waves": [20], "growth": 10,
          "soak": { "confirmedPermille": 500, "time": "1s", "vehicles": 0, "ignitionCycles": 0, "metres": 0 },
          "backoff": "1s", "coolOff": "1s", "proofWithin": "10m"
        }
        """;

    private readonly OtaTool _shell = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _shell.Dispose();
        _http.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_backup_of_a_server_at_work_comes_back_whole_and_its_vehicles_go_on_with_it()
    {
        string database = NewDatabase();
        await using RolloutWorld world = await RolloutWorld.StartAsync(Vehicles, Flags(database));
        string id = await world.RollOutAsync(Policy);
        _shell.Environment["OTA_DATA"] = world.Server.Data;
        await using (PeerProcess fleet = world.StartFleet("--compress", "2400", "--max-rate", "60", "--seed", "7", "--give-up", "600"))
        {
            while (Confirmed(await world.ShowAsync(id)) < 5) fleet.Ended.IsCompleted.Should().BeFalse(fleet.Output);
            await BackUpAsync(world.Server.Data, database);
            (await fleet.ExitAsync(TimeSpan.FromMinutes(15))).Should().Be(0, fleet.Output);
        }

        // Versions of the first backup that vehicles have left behind.
        Dictionary<string, TrustedSet> seen = await RefreshAllAsync(world);
        TrustedSet images = (await OwnClient.RefreshAsync(Root(world, "root.json"), null, OwnClient.From(_http, $"{PlainUrl(world.Server.Data)}/repo"))).Set;
        await world.Server.KillAsync();

        string restored = NewDatabase();
        await RestoreAsync(restored);
        await using TelemetryServer server = new(_shell["restored"], Flags(restored));
        await server.StartAsync();
        await ShouldBeWholeAsync(id);
        Dictionary<string, Refusal?> refusals = await LookAsync(world, seen);
        refusals.Values.Should().Contain(refusal => refusal != null, "the backup is older than what the fleet has seen");

        await ReplaceOnlineKeysAsync(world, server);
        (await LookAsync(world, seen)).Values.Should().OnlyContain(refusal => refusal == null);
        (await OwnClient.RefreshAsync(Root(world, "root.json"), images, OwnClient.From(_http, $"{PlainUrl(server.Data)}/repo"))).Refusal.Should().BeNull();
        await ShouldBeWholeAsync(id);
    }

    /// <summary>An empty one, as the server's connection string; empty for SQLite.</summary>
    protected abstract string NewDatabase();

    private static string[] Flags(string database) => database.Length == 0 ? [] : ["--database", database];

    // pg_dump's form of what the driver takes.
    private static string UriOf(string database)
    {
        if (database.Length == 0) return "";
        Dictionary<string, string> parts = database.Split(';').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        return $"postgresql://{parts["Username"]}@{parts["Host"]}:{parts["Port"]}/{parts["Database"]}";
    }

    private async Task BackUpAsync(string data, string database)
    {
        (_shell.Environment["DIR"], _shell.Environment["TO"], _shell.Environment["DATABASE"]) = (data, _shell["backup"], UriOf(database));
        await RunAsync(OperationsPage.Commands("Backup").Single());
    }

    private async Task RestoreAsync(string database)
    {
        (_shell.Environment["DIR"], _shell.Environment["FROM"], _shell.Environment["DATABASE"]) = (_shell["restored"], _shell["backup"], UriOf(database));
        await RunAsync(OperationsPage.Commands("Restore")[0]);
        File.GetUnixFileMode(_shell["restored"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task ShouldBeWholeAsync(string id)
    {
        await RunAsync(OperationsPage.Commands("Restore")[1]);
        OtaRun shown = (await _shell.RunAsync("--data", _shell["restored"], "rollouts", "show", id, "--output", "json")).Should(0);
        States(shown.Json).Sum(state => long.Parse(state.GetProperty("vehicles").GetString()!)).Should().Be(Vehicles);
        OtaRun listed = (await _shell.RunAsync("--data", _shell["restored"], "rollouts", "installs", id, "--limit", "1000", "--output", "json")).Should(0);
        Dictionary<string, long> rows = listed.Json.GetProperty("installs").EnumerateArray()
            .GroupBy(install => install.GetProperty("state").GetString()!).ToDictionary(group => group.Key, group => group.LongCount());
        States(shown.Json).GroupBy(state => state.GetProperty("state").GetString()!)
            .ToDictionary(group => group.Key, group => group.Sum(state => long.Parse(state.GetProperty("vehicles").GetString()!)))
            .Where(state => state.Value > 0).Should().BeEquivalentTo(rows, "the counts are those of the rows");
    }

    private async Task ReplaceOnlineKeysAsync(RolloutWorld world, TelemetryServer server)
    {
        IReadOnlyList<string> commands = OperationsPage.Commands("Restore");
        (await server.StopAsync()).Should().Be(0);
        await RunAsync(commands[2]);
        await server.StartAsync();
        foreach (string key in new[] { "r1", "r2" }) File.Copy(world[key], _shell[key]);
        _shell.Environment["OTA_DATA"] = _shell["restored"];
        foreach (string repository in new[] { "image", "director" }) await RunAsync(commands[3].Replace("REPO", repository, StringComparison.Ordinal));
    }

    private async Task RunAsync(string commands) => (await _shell.BashAsync($"set -euo pipefail\n{commands}")).Should(0);

    private async Task<Dictionary<string, TrustedSet>> RefreshAllAsync(RolloutWorld world)
    {
        Dictionary<string, TrustedSet> seen = [];
        foreach (string vid in Vids(world))
            seen[vid] = (await OwnClient.RefreshAsync(Root(world, "director.json"), null, OwnClient.From(_http, $"{PlainUrl(world.Server.Data)}/director/{vid}"))).Set;
        return seen;
    }

    private async Task<Dictionary<string, Refusal?>> LookAsync(RolloutWorld world, Dictionary<string, TrustedSet> seen)
    {
        Dictionary<string, Refusal?> refusals = [];
        foreach ((string vid, TrustedSet earlier) in seen)
        {
            refusals[vid] = (await OwnClient.RefreshAsync(
                Root(world, "director.json"), earlier, OwnClient.From(_http, $"{PlainUrl(_shell["restored"])}/director/{vid}"))).Refusal;
        }
        return refusals;
    }

    private static IEnumerable<string> Vids(RolloutWorld world) =>
        Directory.EnumerateFiles(world["fleet/vehicles"], "*.json").Select(file => Path.GetFileNameWithoutExtension(file));

    private static byte[] Root(RolloutWorld world, string file) => File.ReadAllBytes(world[file]);

    private static string PlainUrl(string data) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(data, "endpoints.json"))).RootElement.GetProperty("urls").GetProperty("http").GetString()!;

    private static IEnumerable<JsonElement> States(JsonElement rollout) => rollout.GetProperty("waves").EnumerateArray()
        .Where(wave => wave.TryGetProperty("states", out _))
        .SelectMany(wave => wave.GetProperty("states").EnumerateArray());

    private static long Confirmed(V1.Rollout rollout) =>
        rollout.Waves.SelectMany(wave => wave.States).Where(one => one.State == V1.InstallState.Confirmed).Sum(one => one.Vehicles);
}
