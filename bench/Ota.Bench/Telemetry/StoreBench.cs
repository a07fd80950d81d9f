using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Ota.Bench.Report;
using Ota.Server.Telemetry.History;

namespace Ota.Bench.Telemetry;

/// <summary>
/// The telemetry history alone, without network or broker: values a second into it with synchronous=FULL, how long reads take while
/// nothing is written, and what a value costs on disk.
/// </summary>
internal static class StoreBench
{
    private const int AtOnce = 2000;
    private const int Appended = 250;
    private const long FirstDay = 1_795_305_600_000;

    public static async Task<int> RunAsync(string[] args)
    {
        int vehicles = (int)Number(args, "--vehicles", 10_000);
        double seconds = Number(args, "--seconds", 20);
        string folder = Text(args, "--folder") ?? Directory.CreateTempSubdirectory("ota-bench-").FullName;
        string? recording = Text(args, "--recording");
        BatchSource source = recording is null
            ? BatchSource.Synthetic()
            : BatchSource.Recorded(recording, Text(args, "--vehicle") ?? "css-ice1");
        string kind = recording is null ? "synthetic" : "recorded";
        Say($"{vehicles} vehicles, batches of {source.ValuesPerBatch:F0} values ({kind}), {AtOnce} at once");

        EmbeddedHistory history = Open(folder, new HistoryOptions());
        int rounds = await WriteAsync(history, source, vehicles, seconds);
        Read("latest values of a vehicle", vehicles, vehicle => history.Latest(vehicle).Count);
        Read("24 h of a signal, 1,000 buckets", vehicles, vehicle => (int)history
            .RangeAsync(vehicle, 6, FirstDay, FirstDay + 86_400_000, 1000, CancellationToken.None).GetAwaiter().GetResult().Count);
        Say($"  after {rounds} rounds: {Process.GetCurrentProcess().WorkingSet64 >> 20} MB resident, {history.Contents.Newest!.Tails.Bytes >> 20} MB unsealed");
        Stopwatch clock = Stopwatch.StartNew();
        await history.DisposeAsync();
        history = Open(folder, new HistoryOptions { SealAge = TimeSpan.Zero });
        Say($"  close and open again {clock.Elapsed.TotalSeconds:F2} s");
        while (!history.Contents.Newest!.Tails.IsEmpty) await history.MaintainAsync();
        Size(history, folder);
        clock.Restart();
        while (history.Downsampler.TryStep()) continue;
        Say($"  rest of the downsampling {clock.Elapsed.TotalSeconds:F2} s");
        await history.DisposeAsync();
        if (Text(args, "--folder") is null) Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static EmbeddedHistory Open(string folder, HistoryOptions options) =>
        EmbeddedHistory.Open(folder, options, new InOrderWindows(), JournalMark.None, TimeProvider.System, NullLogger.Instance);

    private static async Task<int> WriteAsync(EmbeddedHistory history, BatchSource source, int vehicles, double seconds)
    {
        Stopwatch encoding = new();
        Stopwatch storing = new();
        List<double> commits = [];
        long values = 0;
        long messages = 0;
        double cpu = 0;
        int round = 0;
        for (; storing.Elapsed.TotalSeconds < seconds; round++)
        {
            encoding.Start();
            TelemetryMessage[] batch = [.. Enumerable.Range(0, vehicles).Select(vehicle => source.Next(vehicle, round))];
            encoding.Stop();
            double before = CpuSeconds();
            storing.Start();
            foreach (TelemetryMessage[] some in batch.Chunk(AtOnce))
            {
                long start = Stopwatch.GetTimestamp();
                await Task.WhenAll(some.Chunk(Appended).Select(messages => history.AppendAsync(messages, CancellationToken.None)));
                commits.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            storing.Stop();
            cpu += CpuSeconds() - before;
            values += batch.Sum(message => (long)message.Values);
            messages += batch.Length;
        }
        double taken = storing.Elapsed.TotalSeconds;
        Measured.Tell("history, values stored", values / taken, "/s");
        Say($"  store alone {values / taken / 1e6:F2} M values/s, {messages / taken / 1e3:F1} k messages/s, {values / cpu / 1e6:F2} M values per CPU-s");
        Say($"  with packing the batches on the same thread {values / (taken + encoding.Elapsed.TotalSeconds) / 1e6:F2} M values/s");
        Say($"  {AtOnce} appends together: p50 {At(commits, 0.5):F1} ms, p99 {At(commits, 0.99):F1} ms, worst {commits.Max():F1} ms");
        return round;
    }

    private static void Read(string what, int vehicles, Func<VehicleKey, int> read)
    {
        Random random = new(2);
        List<double> times = [];
        long count = 0;
        for (int i = 0; i < 2000; i++)
        {
            VehicleKey vehicle = new((UInt128)(uint)random.Next(vehicles) * 0x9e3779b97f4a7c15);
            long start = Stopwatch.GetTimestamp();
            count += read(vehicle);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        Measured.Tell($"history, {what}, p99", At(times, 0.99) * 1e3, "µs");
        Say($"  {what}: p50 {At(times, 0.5):F3} ms, p99 {At(times, 0.99):F3} ms, {count / 2000} values each");
    }

    private static void Size(EmbeddedHistory history, string folder)
    {
        (long bytes, long values, long chunks) = history.Contents.Newest!.Readers.Read(file => (
            file.Scalar("SELECT SUM(LENGTH(body)) FROM chunks"), ChunkValues.Count(file), file.Scalar("SELECT COUNT(*) FROM chunks")));
        long onDisk = Directory.EnumerateFiles(folder, "history-*").Sum(file => new FileInfo(file).Length);
        Measured.Tell("history, sealed, a value", (double)bytes / values, "B");
        Say($"  sealed {(double)bytes / values:F2} B/value in {chunks} chunks of {values / chunks} values");
        Say($"  files with the room of the journal {(double)onDisk / values:F2} B/value");
    }

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));

    private static double CpuSeconds() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;

    private static double At(List<double> times, double share) => times.Order().ElementAt((int)((times.Count - 1) * share));

    private static double Number(string[] args, string name, double otherwise) =>
        Text(args, name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string? Text(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var index ? args[index + 1] : null;
}
