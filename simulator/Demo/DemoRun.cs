using System.Globalization;
using Ota.Simulator.Demo.Fleet;
using Ota.Simulator.Demo.Programs;
using Ota.Simulator.Demo.Screen;
using Ota.Simulator.Verbs;

namespace Ota.Simulator.Demo;

/// <summary>The whole product in one run: from an empty folder to books that balance, told step by step.</summary>
internal sealed class DemoRun : IAsyncDisposable
{
    private const int RecordedMost = 20;

    private readonly DemoOptions _options;
    private readonly DemoFolder _folder;
    private readonly Teller _teller;
    private readonly TimeProvider _time;
    private readonly BuiltPrograms _programs;
    private readonly ServerProcess _server;
    private readonly OtaProgram _ota;
    private readonly DemoVehicles _vehicles;
    private readonly int _recorded;
    private string _rollout = "";

    public DemoRun(DemoOptions options, DemoFolder folder, Teller teller, TimeProvider time)
    {
        (_options, _folder, _teller, _time) = (options, folder, teller, time);
        _programs = BuiltPrograms.Find();
        _server = new ServerProcess(_programs, folder.Server, folder["server.log"], ServerFlags(options), time);
        _ota = new OtaProgram(_programs, folder, teller);
        _recorded = Math.Min(RecordedMost, options.Vehicles / 5);
        _vehicles = new DemoVehicles(folder, options.Vehicles, _recorded, time);
    }

    /// <summary>Shows everything.</summary>
    /// <returns>What does not balance, each a sentence; none if all does.</returns>
    /// <exception cref="DemoException">It cannot go on.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken stop)
    {
        await StartServerAsync(stop);
        await ImportAsync(stop);
        Task enrolling = _vehicles.EnrolAsync(stop);
        await MeetKeysAsync(stop);
        (DemoBundle bundle, string digest) = await BuildBundleAsync(stop);
        await enrolling;
        HostPort broker = _options.Mqtt ?? new HostPort("localhost", _server.Ports.Mqtts);
        DemoDrivers drivers = new(_folder, _vehicles, broker, _options, _time);
        DemoRollout rollout = new(_ota, _folder, _teller, _server, drivers, _time);
        IReadOnlyList<string> problems = await rollout.RunAsync(_vehicles, bundle, digest, _recorded, stop);
        _rollout = rollout.Id;
        return problems;
    }

    /// <summary>What a reader can ask the running server.</summary>
    public void SayWhereToLook()
    {
        _teller.Step("Where to look next", "The server runs until Ctrl-C. In another terminal:");
        foreach (string line in new[]
        {
            $"cd {_folder.Path}; export OTA_DATA={_folder.Server}; alias ota='{_programs.Host} {_programs.Ota}'",
            "ota rollouts list                                  # then: show, installs, work, report",
            "ota rollouts report " + _rollout + " | less         # the completion report, the same bytes each time",
            "ota rollouts work " + _rollout + "                  # who has to do something about which car",
            $"ota telemetry plot {_vehicles.RecordedVid} Vehicle.Speed --hours 1",
            "ota repo fsck                                      # reads all that was published, as a stranger would",
            $"curl -s http://127.0.0.1:{_server.Ports.Http}/metrics | grep ota_",
        }) _teller.Command(line);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static List<string> ServerFlags(DemoOptions options)
    {
        List<string> flags = ["--enrol-rate", "1000", "--rollout-tick-ms", "250"];
        if (options.Database is { } database) flags.AddRange(["--database", database]);
        if (options.Broker is { } broker) flags.AddRange(["--broker", broker]);
        if (options.Influx is { } influx) flags.AddRange(["--influx", influx]);
        return flags;
    }

    private async Task StartServerAsync(CancellationToken stop)
    {
        string state = _options.Database is null ? "SQLite in its folder" : "PostgreSQL";
        string broker = _options.Broker is null ? "a broker of its own" : "the given broker";
        _teller.Step("A server starts", $"One process, {state}, {broker}; TLS and client certificates on every port, from a PKI that it makes now.");
        Task making = _vehicles.MakeAsync(_options.Seed, stop);
        await _server.StartAsync(stop);
        await making;
        _teller.Say($"process {_server.Id}, folder {_folder.Server}");
        string mqtt = _options.Mqtt is { } given ? $"mqtts://{given}" : string.Create(CultureInfo.InvariantCulture, $"mqtts://localhost:{_server.Ports.Mqtts}");
        _teller.Say($"gRPC and downloads {_server.Ports.Url.ToString().TrimEnd('/')}, vehicles {mqtt}");
    }

    private async Task ImportAsync(CancellationToken stop)
    {
        _teller.Step(
            $"{Bucket.Figure(_options.Vehicles + _recorded)} cars are registered and enrol",
            "Mixed as 384 real ones are (VED). Each trades a claim, good once, for a certificate: its identity from then on. Topics and logs never show a VIN.");
        await _ota.RunAsync(stop, "vehicles", "import", "fleet/fleet.jsonl");
        _teller.Say("Certificates are made while people go on.");
    }

    private async Task MeetKeysAsync(CancellationToken stop)
    {
        _teller.Step("Three people make keys", "A car installs what people signed, two of three of them. Their keys never come near the server (TUF 1.0, Uptane 2.1).");
        await new KeyCeremony(_ota, _folder, _teller).PublishAsync(stop);
    }

    private async Task<(DemoBundle Bundle, string Digest)> BuildBundleAsync(CancellationToken stop)
    {
        DemoBundle bundle = await DemoBundle.MakeAsync(_folder, stop);
        _teller.Step(
            "An update is built and signed",
            $"Three ECUs, the gateway first; {Bucket.Figure(bundle.Bytes / 1_000_000)} MB of real files ({string.Join(", ", bundle.Sources)}).");
        string built = await _ota.RunAsync(stop, "bundles", "build", DemoBundle.Manifest, "--upload", "--output", "json");
        string digest = JsonText.Of(built, "name")["bundles/".Length..];
        string name = digest[..12];
        foreach (string person in new[] { "ada", "cleo" })
            await _ota.RunAsync(stop, "bundles", "sign", name, "--key", $"keys/targets-{person}.key", "--root", KeyCeremony.ImageRoot);
        _teller.Say("Two of three have signed: it is staged. Its name is the SHA-256 of its manifest, so nothing in it can change any more.");
        return (bundle, digest);
    }
}
