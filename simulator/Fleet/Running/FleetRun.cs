using Ota.Simulator.Agent.Running;
using Ota.Simulator.Agent.Trust;

namespace Ota.Simulator.Fleet.Running;

/// <summary>Runs a fleet from its files to its ledger.</summary>
internal sealed class FleetRun(FleetOptions options, TimeProvider time)
{
    private const int DownloadsAtOnce = 32;

    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    /// <returns>How all ended.</returns>
    /// <exception cref="InvalidDataException">A file is not as it should be, or a vehicle could not live.</exception>
    public async Task<FleetCounts> RunAsync(Action<FleetCounts> show, CancellationToken stop)
    {
        string[] vids = [.. Directory.EnumerateFiles(options.Vehicles, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!)];
        if (vids.Length == 0) throw new InvalidDataException($"{options.Vehicles} has no {{vid}}.json files; `ota-simulator enrol` writes them.");
        IReadOnlyDictionary<string, VehicleKind> kinds = options.Behaviours is { } file
            ? FleetRoles.Read(vids, await File.ReadAllBytesAsync(file, stop))
            : FleetRoles.Draw(vids, options.Seed, options.Counts);
        FleetTls tls = new(options.Vehicles, options.Broker.Host, options.Authority);
        using FleetDownloads? downloads = options is { Downloads: true, Server: { } server } ? new(server, tls, DownloadsAtOnce) : null;
        using HttpClient? roots = options.Server is null ? null : RootsClient();
        FleetWorld world = WorldOf(tls, downloads, new DirectorTrust(await File.ReadAllBytesAsync(options.DirectorRoot, stop), FetchRoot(roots, vids[0]), time));
        LightVehicle[] vehicles = [.. vids.Select(vid => new LightVehicle(vid, kinds[vid], world))];
        try
        {
            await LiveAsync(vehicles, world, show, stop);
        }
        finally
        {
            if (options.Ledger is { } ledger) FleetLedger.Write(ledger, vehicles.Select(vehicle => vehicle.Entry));
        }

        return FleetCounts.Of(vehicles, world);
    }

    private async Task LiveAsync(LightVehicle[] vehicles, FleetWorld world, Action<FleetCounts> show, CancellationToken stop)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] lives = [.. vehicles.Select(vehicle => Task.Run(() => vehicle.RunAsync(end.Token), CancellationToken.None))];
        long began = time.GetTimestamp();
        TimeSpan longest = options.Until is { } until && until < options.GiveUp ? until : options.GiveUp;
        Task all = Task.WhenAll(lives);
        while (!stop.IsCancellationRequested && time.GetElapsedTime(began) < longest)
        {
            if (options.Until is null && Array.TrueForAll(vehicles, vehicle => vehicle.IsSettled)) break;
            if (Array.Exists(lives, life => life.IsFaulted)) break; // A vehicle that cannot live is a fault of ours or of its files.
            await Task.WhenAny(all, Task.Delay(Glance, time, CancellationToken.None));
            show(FleetCounts.Of(vehicles, world));
            if (all.IsCompleted) break;
        }

        await end.CancelAsync();
        try
        {
            await all;
        }
        catch (OperationCanceledException)
        {
            // How a life ends here.
        }
    }

    private FleetWorld WorldOf(FleetTls tls, FleetDownloads? downloads, DirectorTrust trust)
    {
        FleetClock clock = new(time, options.Compress);
        LoopPace pace = new();
        if (options.Answer is { } answer) pace = pace with { Answer = answer };
        return new FleetWorld
        {
            Seed = options.Seed,
            Folder = options.Vehicles,
            Broker = options.Broker,
            Clock = clock,
            Gate = new ConnectGate(options.MaximumRate, time),
            Connecting = new SemaphoreSlim(options.ConnectingAtOnce),
            RestsWhenSettled = options.RestsWhenSettled,
            Trust = trust,
            Pace = pace with { Driver = clock.ShortenToUse(pace.Driver), Start = clock.ShortenToUse(pace.Start), Ask = clock.ShortenToUse(pace.Ask) },
            Tls = tls,
            Downloads = downloads,
            StartMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
    }

    private HttpClient RootsClient()
    {
        SocketsHttpHandler handler = new() { UseProxy = false };
        string any = Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(options.Vehicles, "*.json").First());
        if (new FleetTls(options.Vehicles, options.Server!.Host, options.Authority).Of(any) is { } own) handler.SslOptions = own;
        return new HttpClient(handler) { BaseAddress = options.Server };
    }

    // Roots are the same for all vehicles, so one of them asks.
    private static Func<string, Task<byte[]?>>? FetchRoot(HttpClient? http, string vid) => http is null ? null : async name =>
    {
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"/director/{vid}/{name}", UriKind.Relative));
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync() : null;
    };
}
