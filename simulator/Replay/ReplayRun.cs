using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Ota.Mqtt.Client;
using Ota.Simulator.Inventories;
using Ota.Simulator.Trips;

namespace Ota.Simulator.Replay;

/// <summary>Replays recorded trips as many vehicles.</summary>
internal sealed class ReplayRun(ReplayOptions options)
{
    /// <summary>How far it is.</summary>
    public ReplayCounts Counts { get; } = new();

    /// <summary>Runs to the end.</summary>
    /// <exception cref="InvalidDataException">There is no trip, or a recording cannot be read.</exception>
    public async Task<ReplayCounts> RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<RecordedTrip> trips = new TripReader(options.Recordings, options.BatchLength, options.MaximumBatches).Read(options.Trips);
        if (trips.Count == 0) throw new InvalidDataException($"No trip in {options.Recordings} has \"{options.Trips}\" in its name.");
        string[] vids = Vids();
        long spacing = (long)options.Spacing.TotalMilliseconds;
        long length = vids.Select((_, i) => (i * spacing) + trips[i % trips.Count].Batches[^1].EndMs).Max();
        SimulatedClock clock = new(options.Time, options.Speed, length);
        using Ledger ledger = new(options.Ledger);
        await Task.WhenAll(vids.Select((vid, i) => Task.Run(
            async () =>
            {
                VehiclePlan plan = new(vid, options.Seed, trips[i % trips.Count], i * spacing, clock.StartMs, options.Faults);
                using Link link = new(options.Host, options.Port, TlsOf(vid));
                Announcer announcer = new(vid, plan.BootId, InventoryOf(vid), options.Time);
                TroubleCodeSource troubleCodes = new(plan, options, clock.StartMs);
                using VirtualVehicle vehicle = new(plan, announcer, troubleCodes, link, clock, ledger, Counts);
                await vehicle.RunAsync(options.ConnectTimeout, options.GiveUpAfter, cancellationToken);
            },
            CancellationToken.None)));
        return Counts;
    }

    private SimulatedInventory? InventoryOf(string vid) =>
        options.Inventories is null ? null : SimulatedInventory.TryRead(options.Inventories, vid);

    private string[] Vids()
    {
        if (options.Certificates is null)
        {
            return [.. Enumerable.Range(0, options.Vehicles)
                .Select(i => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"vehicle {options.Seed} {i}")).AsSpan(0, 16)))];
        }

        string[] vids = [.. Directory.EnumerateFiles(options.Certificates, "*.pem").Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Order(StringComparer.Ordinal).Take(options.Vehicles)];
        return vids.Length > 0 ? vids : throw new InvalidDataException($"{options.Certificates} has no {{vid}}.pem files.");
    }

    private SslClientAuthenticationOptions? TlsOf(string vid)
    {
        if (options.Certificates is null) return null;
        string file = Path.Combine(options.Certificates, vid + ".pem");
        X509Certificate2Collection? roots = null;
        if (options.Authority is not null)
        {
            roots = [];
            roots.ImportFromPemFile(options.Authority);
        }

        return MqttClientTls.Create(options.Host, roots, X509Certificate2.CreateFromPemFile(file, file));
    }
}
