using Grpc.Net.Client;
using Ota.EndToEnd.Ceremony;
using Ota.EndToEnd.Cli;
using Ota.EndToEnd.Simulator;
using Ota.EndToEnd.Telemetry;
using Ota.Testing;

namespace Ota.EndToEnd.Rollouts;

/// <summary>
/// The built programs from nothing to a running rollout: a server, an enrolled fleet, both repositories, a staged bundle, an approver. The
/// vehicles reach the server through a proxy that can cut all their connections.
/// </summary>
internal sealed class RolloutWorld : IAsyncDisposable
{
    private readonly TempFolder _data = new();
    private readonly CeremonyFolder _folder = new();
    private readonly CuttingProxy _link;
    private readonly int _imageBytes;

    private RolloutWorld(int imageBytes, string[] more)
    {
        _imageBytes = imageBytes;
        Server = new TelemetryServer(_data["data"], ["--enrol-rate", "1000", .. more]);
        _link = new CuttingProxy(Server.MqttsPort);
        Files = new CuttingProxy(Server.HttpsPort);
        _folder.Ota.Environment["OTA_DATA"] = _data["data"];
    }

    public TelemetryServer Server { get; }

    /// <summary>The vehicles' way to metadata and images.</summary>
    public CuttingProxy Files { get; }

    public string Bundle { get; private set; } = "";

    public string this[string file] => _folder.Ota[file];

    /// <summary>The vehicles of the fleet that have enrolled.</summary>
    public IReadOnlyList<string> Vids =>
        [.. Directory.EnumerateFiles(this["fleet/vehicles"], "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static Task<RolloutWorld> StartAsync(int vehicles, params string[] more) => StartAsync(vehicles, imageBytes: 4096, more);

    public static async Task<RolloutWorld> StartAsync(int vehicles, int imageBytes, params string[] more)
    {
        RolloutWorld world = new(imageBytes, more);
        try
        {
            await world.BuildAsync(vehicles);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs `ota` as the admin of the first start, who writes and prepares.</summary>
    public Task<OtaRun> OtaAsync(params string[] arguments) => _folder.Ota.RunAsync(arguments);

    /// <summary>Runs `ota` as somebody else, who approves and starts.</summary>
    public Task<OtaRun> KimAsync(params string[] arguments) => _folder.Ota.RunAsync(["--data", this["kim"], .. arguments]);

    public PeerProcess StartFleet(params string[] more) => PeerProcess.Start(new PeerProgram("dotnet", BuiltProgram.Simulator),
    [
        "fleet", "--vehicles", this["fleet/vehicles"], "--mqtt", $"localhost:{_link.Port}", "--ca", Path.Combine(Server.Data, "pki", "root.crt"),
        "--director-root", this[TwoRepositories.DirectorRoot], "--ledger", this["ledger.jsonl"], .. more,
    ]);

    /// <summary>The reference agent as one vehicle, with its disk in a folder of its own.</summary>
    public PeerProcess StartAgent(string vid, params string[] more) => PeerProcess.Start(SimulatorProgram.Agent,
    [
        "--mqtt", $"localhost:{_link.Port}", "--https", $"https://localhost:{Files.Port}", "--ca", Path.Combine(Server.Data, "pki", "root.crt"),
        "--cert", this[$"fleet/vehicles/{vid}.pem"], "--key", this[$"fleet/vehicles/{vid}.key"], "--vid", vid, "--data", this[$"disk-{vid}"],
        "--ecus", this[$"fleet/vehicles/{vid}.json"], "--director-root", this[TwoRepositories.DirectorRoot], "--image-root", this[TwoRepositories.ImageRoot],
        "--speed", "100", .. more,
    ]);

    public void CutAll() => _link.CutAll();

    /// <summary>Gives some vehicles to new keepers.</summary>
    public async Task ChangeKeepersAsync()
    {
        using GrpcChannel channel = Server.Connect(isOperator: true);
        V1.Vehicles.VehiclesClient vehicles = new(channel);
        foreach (string file in Directory.EnumerateFiles(this["fleet/vehicles"], "*.json").Take(20))
        {
            V1.StartTenureRequest sold = new() { Vehicle = new V1.VehicleKey { Vid = Path.GetFileNameWithoutExtension(file) } };
            (await vehicles.StartTenureAsync(sold)).Tenure.Should().Be(2);
        }
    }

    /// <summary>Makes and approves a rollout to all vehicles, and starts it.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> RollOutAsync(string policy)
    {
        _folder.Ota.Write("policy.json", policy);
        OtaRun made = (await OtaAsync(
            "rollouts", "create", "--title", "Brakes", "--bundle", Bundle, "--policy", "policy.json", "--filter", "model = \"*\"", "--output", "json")).Should(0);
        string id = made.Json.GetProperty("name").GetString()!["rollouts/".Length..];
        (await OtaAsync("rollouts", "approve", id, "--yes")).Error.Should().Contain("nobody approves his own");
        (await KimAsync("rollouts", "approve", id, "--yes")).Should(0);
        (await KimAsync("rollouts", "start", id)).Should(0);
        return id;
    }

    /// <summary>The books as they are now. Over a connection that stays: a program for each look would take the time of the vehicles.</summary>
    public async Task<V1.Rollout> ShowAsync(string id) => await Server.Rollouts.GetRolloutAsync(new V1.GetRolloutRequest { Name = $"rollouts/{id}" });

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        await Files.DisposeAsync();
        await Server.DisposeAsync();
        _folder.Dispose();
        _data.Dispose();
    }

    private async Task BuildAsync(int vehicles)
    {
        await Server.StartAsync();
        await SimulateAsync("make-fleet", "--vehicles", $"{vehicles}", "--seed", "7", "--out", this["fleet"], "--image-bytes", $"{_imageBytes}");
        (await OtaAsync("vehicles", "import", "fleet/fleet.jsonl")).Should(0);
        await SimulateAsync("enrol", "--data", Server.Data, "--fleet", this["fleet"]);
        (await OtaAsync("operators", "create", "kim", "--role", "approver", "--role", "release", "--role", "support")).Should(0);
        await TwoRepositories.PublishAsync(_folder);
        _folder.Ota.Write("bundle.yaml", FleetBundle.Yaml("fleet/images"));
        OtaRun built = (await OtaAsync("bundles", "build", "bundle.yaml", "--upload", "--output", "json")).Should(0);
        Bundle = built.Json.GetProperty("name").GetString()!["bundles/".Length..];
        (await OtaAsync("bundles", "sign", Bundle, "--key", "t1", "--root", TwoRepositories.ImageRoot)).Should(0);
        (await OtaAsync("bundles", "sign", Bundle, "--key", "t3", "--root", TwoRepositories.ImageRoot)).Should(0);
    }

    private static async Task SimulateAsync(params string[] arguments)
    {
        await using PeerProcess simulator = PeerProcess.Start(new PeerProgram("dotnet", BuiltProgram.Simulator), arguments);
        (await simulator.ExitAsync(TimeSpan.FromMinutes(5))).Should().Be(0, simulator.Output);
    }
}
