using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Ota.Bench.Mqtt;
using Ota.Bench.Report;
using Ota.Bench.Whole;
using static Ota.Bench.Director.SigningRates;

namespace Ota.Bench.Director;

/// <summary>The metadata that the Director makes for each vehicle: the signing alone, then the whole server over HTTP on loopback.</summary>
internal static class DirectorBench
{
    private const int AtOnce = 64;

    public static async Task<int> RunAsync(string[] args)
    {
        SigningRates.Measure(Number(args, "--seconds", 2), Number(args, "--rounds", 5));
        await GeneratorCore.PinAsync(CancellationToken.None);
        string folder = Directory.CreateTempSubdirectory("ota-bench-").FullName;
        try
        {
            await ServeAsync(folder, Number(args, "--vehicles", 10_000));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ServeAsync(string folder, int vehicles)
    {
        using PinnedProcess server = PinnedProcess.Start(
            1, "dotnet", Path.Combine(AppContext.BaseDirectory, "Ota.Bench.dll"), "director-host", Path.Combine(folder, "data"), $"{vehicles}");
        string line = await server.ReadLineAsync(CancellationToken.None) ?? throw new BenchException("The server did not start.");
        server.DiscardOutput();
        using HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = AtOnce })
        {
            BaseAddress = new Uri(JsonDocument.Parse(line).RootElement.GetProperty("urls").GetProperty("http").GetString()!),
        };
        int warm = vehicles / 5; // Of their own, since the first request of a vehicle is one once only.
        await LoadAsync(http, 1, warm, "timestamp.json");
        await LoadAsync(http, 1, warm, "timestamp.json");
        await ReportAsync("first request: signed, durable", server.Id, vehicles - warm, () => LoadAsync(http, warm + 1, vehicles - warm, "timestamp.json"));
        int last = Math.Min(vehicles - warm, 5000); // What memory has room for.
        for (int round = 0; round < 3; round++)
        {
            foreach (string file in new[] { "timestamp.json", "1.snapshot.json", "1.targets.json" })
                await ReportAsync($"later: {file}", server.Id, last, () => LoadAsync(http, vehicles - last + 1, last, file));
        }
    }

    private static async Task ReportAsync(string row, int server, int requests, Func<Task> load)
    {
        double before = ProcessCpu.Seconds(server);
        Stopwatch clock = Stopwatch.StartNew();
        await load();
        double seconds = clock.Elapsed.TotalSeconds;
        if (row.StartsWith("first", StringComparison.Ordinal)) Measured.Tell($"director, {row}, server's CPU", (ProcessCpu.Seconds(server) - before) / requests * 1e6, "µs");
        Say($"{row} | {requests / seconds:F0}/s, server's CPU {(ProcessCpu.Seconds(server) - before) / requests * 1e6:F0} µs");
    }

    private static Task LoadAsync(HttpClient http, int first, int count, string file)
    {
        int next = first - 1;
        return Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is int number && number < first + count)
                await http.GetByteArrayAsync($"/director/{DirectorHost.VidOf(number)}/{file}");
        }));
    }

    private static int Number(string[] args, string name, int normal)
    {
        int at = Array.IndexOf(args, name);
        return at < 0 ? normal : int.Parse(args[at + 1], CultureInfo.InvariantCulture);
    }
}
