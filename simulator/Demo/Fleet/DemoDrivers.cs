using System.Text.Json;
using Ota.Simulator.Fleet.Running;
using Ota.Simulator.Replay;
using Ota.Simulator.Verbs;

namespace Ota.Simulator.Demo.Fleet;

/// <summary>All that drives: the fleet of the recall, the car with the weak link, the cars that replay recorded trips.</summary>
/// <param name="folder">Of the demonstration.</param>
/// <param name="vehicles">Who they are.</param>
/// <param name="broker">Where they connect.</param>
/// <param name="options">How many, and the seed.</param>
/// <param name="time">The clock.</param>
internal sealed class DemoDrivers(DemoFolder folder, DemoVehicles vehicles, HostPort broker, DemoOptions options, TimeProvider time)
{
    /// <summary>Simulated seconds in a second: an hour passes in one and a half.</summary>
    public const int Compress = 2400;

    private const double ConnectionsPerSecond = 120;
    private const int ConnectingAtOnce = 16;
    private const int ReplayBatches = 120; // Twenty minutes of driving, in about the time that the rollout takes.
    private const int SmallFleet = 500;

    private static readonly TimeSpan ReplayPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(30);

    private readonly ReplayRun _replay = new(new ReplayOptions
    {
        Host = broker.Host,
        Port = broker.Port,
        Ledger = folder[TelemetryLedger],
        Vehicles = int.MaxValue,
        Speed = options.Vehicles < SmallFleet ? 40 : 20,
        MaximumBatches = ReplayBatches,
        Seed = options.Seed,
        ConnectTimeout = ReplayPatience,
        Certificates = vehicles.Recorded,
        Inventories = vehicles.Recorded,
        Authority = folder["server/pki/root.crt"],
        Time = time,
    });

    /// <summary>Who misbehaves in the fleet; the rest is steady.</summary>
    public static IReadOnlyList<(VehicleKind Kind, int Count)> Misbehaving { get; } =
    [
        (VehicleKind.Liar, 1), (VehicleKind.Brick, 1), (VehicleKind.Refuser, 1), (VehicleKind.Offline, 1), (VehicleKind.Failing, 1),
        (VehicleKind.Flaky, 2),
    ];

    public const string Ledger = "ledger.jsonl";

    public const string TelemetryLedger = "telemetry.jsonl";

    public string TelemetryFile => folder[TelemetryLedger];

    /// <summary>How far the recordings are.</summary>
    public ReplayCounts Telemetry => _replay.Counts;

    private TimeSpan Patience => TimeSpan.FromSeconds(180 + (options.Vehicles / 10));

    public Task<ReplayCounts> ReplayAsync(CancellationToken stop) => _replay.RunAsync(stop);

    /// <summary>Lets the fleet live until each vehicle's truth is final, or the time is over.</summary>
    public Task<FleetCounts> LiveAsync(Action<FleetCounts> show, CancellationToken stop)
    {
        FleetOptions fleet = new()
        {
            Vehicles = vehicles.Fleet,
            Broker = broker,
            Authority = folder["server/pki/root.crt"],
            DirectorRoot = folder["director.json"],
            Seed = options.Seed,
            Counts = Misbehaving,
            Compress = Compress,
            Ledger = folder[Ledger],
            GiveUp = Patience,
            MaximumRate = ConnectionsPerSecond,
            ConnectingAtOnce = ConnectingAtOnce,
            RestsWhenSettled = true,
        };
        return new FleetRun(fleet, time).RunAsync(show, stop);
    }

    /// <summary>Drives the car with the weak link.</summary>
    public async Task<WeakLinkTale> DriveWeakAsync(int https, CancellationToken stop)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience + Late);
        return await new WeakLinkCar(folder, vehicles, time).RunAsync(broker, https, options.Seed, limit.Token);
    }

    /// <summary>What all vehicles of the recall know of themselves; also written to the ledger.</summary>
    public IReadOnlyList<FleetEntry> Truths(WeakLinkTale weak)
    {
        string file = folder[Ledger];
        FleetEntry[] all = [.. File.ReadLines(file).Select(line => JsonSerializer.Deserialize<FleetEntry>(line, FleetLedger.Form)!), weak.Entry];
        FleetLedger.Write(file, all);
        return all;
    }
}
