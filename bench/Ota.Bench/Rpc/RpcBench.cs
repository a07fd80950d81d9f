using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Ota.Bench.Report;

namespace Ota.Bench.Rpc;

/// <summary>
/// gRPC calls and messages a second of our server, of a bare Kestrel endpoint that echoes the same bytes and of grpc-js, by the
/// same clients. Server CPU per call is the steadier figure; where the client's core is full it is the only one that counts.
/// </summary>
internal static class RpcBench
{
    private const int PayloadSize = 100;

    private static readonly string[] Servers = ["ours", "bare", "grpc-js"];

    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public static async Task<int> RunAsync(string[] args)
    {
        TimeSpan duration = TimeSpan.FromSeconds(Option(args, "--seconds", 5));
        int rounds = Option(args, "--rounds", 5);
        Process.GetCurrentProcess().ProcessorAffinity = 1;

        List<Row> rows =
        [
            new("unary, h2load, 4 connections x 32 streams", ["ours", "bare", "grpc-js"], (server, time) => H2Load.RunAsync(server, 4, 32, PayloadSize, time)),
            new("unary, our client, 1 at a time", ["ours", "bare", "grpc-js"], (server, time) => UnaryAsync(server, 1, time)),
            new("unary, our client, 64 at a time", ["ours", "bare", "grpc-js"], (server, time) => UnaryAsync(server, 64, time)),
            new("server to client, one stream", ["ours", "grpc-js"], DownloadAsync),
            new("client to server, one stream", ["ours", "grpc-js"], UploadAsync),
            new("both ways, 64 streams, one message at a time", ["ours", "bare", "grpc-js"], (server, time) => PingPongAsync(server, 64, time)),
        ];
        foreach (Row row in rows)
            await MeasureAsync(row, duration, rounds);
        return 0;
    }

    /// <summary>Rounds go over all servers in turn, so that a slow minute of the machine hits each of them.</summary>
    private static async Task MeasureAsync(Row row, TimeSpan duration, int rounds)
    {
        Dictionary<string, List<Sample>> samples = Servers.Where(row.Servers.Contains).ToDictionary(server => server, _ => new List<Sample>());
        for (int round = 0; round < rounds; round++)
        {
            foreach ((string kind, List<Sample> taken) in samples)
            {
                using ServerProcess server = await ServerProcess.StartAsync(kind);
                await row.Load(server, TimeSpan.FromSeconds(Math.Min(3, duration.TotalSeconds))); // Warms up the JIT on both sides.
                double cpu = server.CpuSeconds;
                long? allocated = await AllocatedAsync(server, kind);
                Stopwatch clock = Stopwatch.StartNew();
                long count = await row.Load(server, duration);
                double seconds = clock.Elapsed.TotalSeconds;
                long? bytes = await AllocatedAsync(server, kind) - allocated;
                taken.Add(new Sample(count / seconds, (server.CpuSeconds - cpu) / count * 1e6, (double?)bytes / count));
            }
        }
        Console.WriteLine($"\n{row.Name} ({PayloadSize} B, median of {rounds})");
        double ours = Median(samples["ours"], sample => sample.Rate);
        foreach ((string kind, List<Sample> taken) in samples)
        {
            double rate = Median(taken, sample => sample.Rate);
            if (kind != "ours") Measured.Tell($"gRPC, {row.Name}", ours, "/s", kind, rate, Cpu(samples["ours"]), Cpu(taken));
            string allocated = taken[0].Allocated is null ? "" : $"   {Median(taken, sample => sample.Allocated!.Value),7:F0} B allocated";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {kind,-8} {rate,10:N0} /s   {Median(taken, sample => sample.CpuMicros),7:F2} us server CPU each   ours/this {ours / rate,5:F2}{allocated}"));
        }
    }

    private static string Cpu(List<Sample> taken) => string.Create(CultureInfo.InvariantCulture, $"{Median(taken, sample => sample.CpuMicros):F1} µs");

    private static async Task<long> UnaryAsync(ServerProcess server, int concurrency, TimeSpan duration)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        Bench.BenchClient client = new(channel);
        Payload payload = NewPayload();
        return await ConcurrentlyAsync(concurrency, duration, async () => await client.EchoAsync(payload));
    }

    private static async Task<long> DownloadAsync(ServerProcess server, TimeSpan duration)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        using AsyncServerStreamingCall<Payload> call =
            new Bench.BenchClient(channel).Download(new DownloadRequest { Count = int.MaxValue, Size = PayloadSize });
        long end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        long count = 0;
        while (await call.ResponseStream.MoveNext() && Stopwatch.GetTimestamp() < end)
            count++;
        return count;
    }

    private static async Task<long> UploadAsync(ServerProcess server, TimeSpan duration)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        using AsyncClientStreamingCall<Payload, UploadResponse> call = new Bench.BenchClient(channel).Upload();
        Payload payload = NewPayload();
        long end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < end)
            await call.RequestStream.WriteAsync(payload);
        await call.RequestStream.CompleteAsync();
        return (await call).Count;
    }

    private static async Task<long> PingPongAsync(ServerProcess server, int streams, TimeSpan duration)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        Bench.BenchClient client = new(channel);
        Payload payload = NewPayload();
        AsyncDuplexStreamingCall<Payload, Payload>[] calls = [.. Enumerable.Range(0, streams).Select(_ => client.PingPong())];
        int next = -1;
        long count = await ConcurrentlyAsync(streams, duration, () =>
        {
            AsyncDuplexStreamingCall<Payload, Payload> call = calls[Interlocked.Increment(ref next)];
            return async () =>
            {
                await call.RequestStream.WriteAsync(payload);
                await call.ResponseStream.MoveNext();
            };
        });
        foreach (AsyncDuplexStreamingCall<Payload, Payload> call in calls)
            call.Dispose();
        return count;
    }

    private static Task<long> ConcurrentlyAsync(int workers, TimeSpan duration, Func<Task> operation) =>
        ConcurrentlyAsync(workers, duration, () => operation);

    private static async Task<long> ConcurrentlyAsync(int workers, TimeSpan duration, Func<Func<Task>> create)
    {
        long end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        long[] counts = await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            Func<Task> operation = create();
            long count = 0;
            while (Stopwatch.GetTimestamp() < end)
            {
                await operation();
                count++;
            }
            return count;
        })));
        return counts.Sum();
    }

    private static async Task<long?> AllocatedAsync(ServerProcess server, string kind)
    {
        if (kind == "grpc-js")
            return null;
        using HttpClient http = new()
        {
            DefaultRequestVersion = System.Net.HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        return long.Parse(await http.GetStringAsync(new Uri(server.Address, "/allocated")), CultureInfo.InvariantCulture);
    }

    private static Payload NewPayload() => new() { Body = ByteString.CopyFrom(new byte[PayloadSize]) };

    private static double Median(List<Sample> samples, Func<Sample, double> value)
    {
        double[] sorted = [.. samples.Select(value).Order()];
        return sorted[sorted.Length / 2];
    }

    private static int Option(string[] args, string name, int otherwise)
    {
        int index = Array.IndexOf(args, name);
        return index < 0 ? otherwise : int.Parse(args[index + 1], CultureInfo.InvariantCulture);
    }

    private sealed record Row(string Name, string[] Servers, Func<ServerProcess, TimeSpan, Task<long>> Load);

    private sealed record Sample(double Rate, double CpuMicros, double? Allocated);
}
