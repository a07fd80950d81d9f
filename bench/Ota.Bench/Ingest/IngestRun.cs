using System.Security.Cryptography;
using Ota.Bench.Mqtt;
using Ota.Bench.Whole;

namespace Ota.Bench.Ingest;

/// <summary>One run: starts what is measured and its peers, loads it fully, then at 80 % of that, and checks what was stored.</summary>
internal sealed class IngestRun(IngestOptions options, BenchCertificates certificates, CancellationToken stop)
{
    private const int GeneratorCore = 0;
    private const double Calm = 0.8;
    private const double WarmUpSeconds = 12; // What is compiled after long use is compiled by then, on a core that the load keeps busy.

    public async Task<IngestSample> MeasureAsync(string kind)
    {
        if (!IngestKind.IsServer(kind))
        {
            using BrokerProcess broker = await BrokerProcess.StartAsync(kind == IngestKind.Broker ? BrokerKind.Ours : kind, certificates, null, stop);
            (IngestSample sample, _, _) = await LoadAsync(broker.Port, broker.Id);
            return sample;
        }
        string folder = options.Folder is { } given ? Path.Combine(given, $"{kind}-{RandomNumberGenerator.GetHexString(8)}") : Directory.CreateTempSubdirectory("ota-ingest-").FullName;
        try
        {
            await using IngestPeers peers = await IngestPeers.StartAsync(kind);
            return await MeasureServerAsync(folder, peers.Arguments);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<IngestSample> MeasureServerAsync(string folder, string[] arguments)
    {
        IngestSample sample;
        LoadPlan[] plans;
        LoadReport[] reports;
        using (ServerUnderTest server = await ServerUnderTest.StartAsync(options.Server, folder, arguments, stop, options.Cores))
        {
            (sample, plans, reports) = await LoadAsync(server.MqttPort, server.Id);
            await StoredCheck.CountersAsync(server, reports, stop);
            long bytes = Directory.EnumerateFiles(Path.Combine(folder, "telemetry")).Sum(file => new FileInfo(file).Length);
            sample = sample with
            {
                BytesPerMessage = (double)bytes / reports.Sum(report => report.Messages),
                Remarks = [.. sample.Remarks, .. await DroppedAsync(server, reports)],
            };
        }
        using ServerUnderTest again = await ServerUnderTest.StartAsync(options.Server, folder, [], stop);
        foreach ((LoadPlan plan, LoadReport report) in plans.Zip(reports)) await StoredCheck.VehiclesAsync(again.Channel, plan, report, stop);
        return sample;
    }

    private async Task<(IngestSample Sample, LoadPlan[] Plans, LoadReport[] Reports)> LoadAsync(int port, int process)
    {
        LoadPlan full = new()
        {
            Port = port,
            Recordings = options.Recordings,
            Connections = options.Connections,
            Window = options.Window,
            VehiclesEach = options.VehiclesEach,
            Seconds = options.Seconds,
            WarmUp = WarmUpSeconds,
            Boot = RandomNumberGenerator.GetHexString(32, lowercase: true),
            BatchSeconds = options.BatchSeconds,
        };
        LoadReport most = await GenerateAsync(full, process);
        LoadPlan calm = full with { Rate = most.MessagesPerSecond * Calm, WarmUp = 1, Boot = RandomNumberGenerator.GetHexString(32, lowercase: true) };
        LoadReport paced = await GenerateAsync(calm, process);
        return (new IngestSample
        {
            MessagesPerSecond = most.MessagesPerSecond,
            ValuesPerSecond = most.ValuesPerSecond,
            CpuMicros = most.ServerCpu / (most.MessagesPerSecond * full.Seconds) * 1e6,
            AckMedian = paced.AckMedian,
            Ack99 = paced.Ack99,
            PeakMegabytes = ProcessCpu.PeakMegabytes(process),
            Remarks = [.. Doubts(most, "full load"), .. Doubts(paced, "80 %")],
        }, [full, calm], [most, paced]);
    }

    private async Task<LoadReport> GenerateAsync(LoadPlan plan, int process)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Ota.Bench.dll");
        using PinnedProcess generator = PinnedProcess.Start(GeneratorCore, "dotnet", program, "telemetry-load", plan.Write(), $"{process}");
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromSeconds(plan.Seconds + plan.WarmUp + 90));
        (int code, string output, string errors) = await generator.EndAsync(limit.Token);
        return code == 0 ? LoadReport.Read(output) : throw new BenchException($"The load generator failed: {errors.Trim()}");
    }

    private static IEnumerable<string> Doubts(LoadReport report, string when)
    {
        if (report.CpuPercent > 90) yield return $"generator's core full at {when}";
    }

    private async Task<string[]> DroppedAsync(ServerUnderTest server, IReadOnlyList<LoadReport> reports)
    {
        long dropped = await server.CounterAsync("ota_sinks_points_total", "outcome=\"dropped", stop);
        return dropped == 0 ? [] : [FormattableString.Invariant($"{100.0 * dropped / reports.Sum(report => report.Values):F0} % of the values did not fit the sink's queue")];
    }
}
