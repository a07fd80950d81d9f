using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Ota.Bench.Ingest;
using Ota.Bench.Mqtt;
using Ota.Bench.Report;
using Ota.Bench.Whole;
using Ota.V1;

namespace Ota.Bench.Register;

/// <summary>Imports, shows and filters vehicles, on each database in turn.</summary>
internal sealed class RegisterBench(RegisterOptions options, string database, Vehicles.VehiclesClient client, CancellationToken stop)
{
    private const int RowsPerMessage = 1000;
    private const int RunsOfFilter = 5;

    private static readonly string[] Filters =
    [
        "", "model = \"Two\" AND year >= 2022", "ecus.hardware_id = \"gw-2\"", "ecus.hardware_id = \"bms-early\"",
        "options : \"Q123\"", "tags.depot = \"d77\"", "tags:pilot", "model = \"Two\" AND ecus.version = \"1.3.0\"", "rxswins = \"R155\"",
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine(RegisterOptions.Usage);
            return 0;
        }
        try
        {
            RegisterOptions options = RegisterOptions.Parse(args);
            await GeneratorCore.PinAsync(CancellationToken.None);
            foreach (string database in options.Databases) await MeasureAsync(options, database, CancellationToken.None);
            return 0;
        }
        catch (BenchException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
    }

    private static async Task MeasureAsync(RegisterOptions options, string database, CancellationToken stop)
    {
        string folder = options.Folder is { } given ? Path.Combine(given, database) : Directory.CreateTempSubdirectory("ota-register-").FullName;
        try
        {
            await using IngestPeers peers = await IngestPeers.StartAsync(database);
            using ServerUnderTest server = await ServerUnderTest.StartAsync(options.Server, folder, peers.Arguments, stop);
            RegisterBench bench = new(options, database, new Vehicles.VehiclesClient(server.Channel), stop);
            await bench.ImportAsync(server.Id);
            await SettleAsync();
            await bench.ShowAsync("GetVehicle by VIN", number => new VehicleKey { Vin = MadeVehicles.VinOf(number) });
            foreach (string filter in Filters) await bench.FilterAsync(filter);
        }
        finally
        {
            if (options.Folder is null) Directory.Delete(folder, recursive: true);
        }
    }

    private async Task ImportAsync(int server)
    {
        double before = ProcessCpu.Seconds(server);
        Stopwatch clock = Stopwatch.StartNew();
        using AsyncClientStreamingCall<ImportVehiclesRequest, Import> call = client.ImportVehicles(cancellationToken: stop);
        for (int first = 0; first < options.Vehicles; first += RowsPerMessage)
        {
            ImportVehiclesRequest request = new() { ImportId = "bench" };
            for (int number = first; number < Math.Min(first + RowsPerMessage, options.Vehicles); number++)
                request.Rows.Add(new ImportRow { Line = number + 1, Vehicle = MadeVehicles.Make(number) });
            await call.RequestStream.WriteAsync(request, stop);
        }
        await call.RequestStream.CompleteAsync();
        Import import = await call;
        double seconds = clock.Elapsed.TotalSeconds;
        if (import.Added != options.Vehicles)
            throw new BenchException($"{import.Added} of {options.Vehicles} vehicles were imported: {import.Problems.FirstOrDefault()?.Sentence}");
        string also = string.Create(CultureInfo.InvariantCulture, $"CPU {ProcessCpu.Seconds(server) - before:F1} s, peak {ProcessCpu.PeakMegabytes(server):F0} MB");
        Measured.Tell(string.Create(CultureInfo.InvariantCulture, $"vehicles, {database}, import of {options.Vehicles:N0}"), seconds, "s", also);
        Say($"import of {options.Vehicles} vehicles with 3 ECUs | {seconds:F1} s, {options.Vehicles / seconds / 1e3:F1} k/s, server's {also}");
    }

    /// <summary>Waits until the disk has what the import left in memory: what is measured next is a register in use, not the import's end.</summary>
    private static async Task SettleAsync()
    {
        using Process sync = Process.Start("sync");
        await sync.WaitForExitAsync();
    }

    private async Task ShowAsync(string what, Func<int, VehicleKey> keyOf)
    {
        Random random = new(1);
        List<double> times = [];
        for (int call = -options.Calls; call < options.Calls; call++)
        {
            int number = random.Next(options.Vehicles);
            long start = Stopwatch.GetTimestamp();
            Vehicle shown = await client.GetVehicleAsync(new GetVehicleRequest { Vehicle = keyOf(number), Purpose = "measuring" }, cancellationToken: stop);
            double taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (shown.Vin != MadeVehicles.VinOf(number) || shown.Ecus.Count != 3) throw new BenchException("Another vehicle was shown.");
            if (call >= 0) times.Add(taken); // Before, it warms up.
        }
        times.Sort();
        string also = string.Create(CultureInfo.InvariantCulture, $"p50 {times[times.Count / 2]:F1} ms");
        Measured.Tell($"vehicles, {database}, {what}, p99", times[times.Count * 99 / 100], "ms", also);
        Say($"{what} | p50 {times[times.Count / 2]:F2} ms, p99 {times[times.Count * 99 / 100]:F2} ms, worst {times[^1]:F1} ms");
    }

    private async Task FilterAsync(string filter)
    {
        List<double> counts = [];
        List<double> pages = [];
        long count = 0;
        for (int run = 0; run < RunsOfFilter; run++)
        {
            long start = Stopwatch.GetTimestamp();
            count = (await client.CountVehiclesAsync(new CountVehiclesRequest { Filter = filter }, cancellationToken: stop)).Count;
            counts.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
            ListVehiclesResponse page = await client.ListVehiclesAsync(new ListVehiclesRequest { Filter = filter }, cancellationToken: stop);
            pages.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (page.Vehicles.Count != Math.Min(50, count)) throw new BenchException($"A page of '{filter}' has {page.Vehicles.Count} vehicles.");
        }
        string of = filter.Length > 0 ? $"`{filter}`" : "all";
        string also = string.Create(CultureInfo.InvariantCulture, $"first page {Median(pages):F1} ms");
        Measured.Tell(string.Create(CultureInfo.InvariantCulture, $"vehicles, {database}, count of {of}, {count:N0} vehicles"), Median(counts), "ms", also);
        Say($"filter `{filter}`, {count} vehicles | count {Median(counts):F1} ms, first page {Median(pages):F1} ms");
    }

    private void Say(FormattableString line) => Console.WriteLine($"| {database}: {line.ToString(CultureInfo.InvariantCulture)} |");

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
