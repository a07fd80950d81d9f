using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Ota.Server.Telemetry.Sinks;
using Ota.Testing;

namespace Ota.Server.Tests.Telemetry.Sinks;

/// <summary>A sink that runs, with waits so short that tests need no clock of their own.</summary>
internal sealed class RunningSink : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Task _running;

    public RunningSink(SinkTarget target, string folder, SinksOptions? options = null)
    {
        Target = target;
        SinksMetrics metrics = new(_services.GetRequiredService<IMeterFactory>());
        Sink = new BufferedSink(target, options ?? Quick, folder, metrics, TimeProvider.System, new Random(1), Log.CreateLogger("sink"));
        _running = Sink.RunAsync(_stop.Token);
    }

    public static SinksOptions Quick { get; } = new()
    {
        QueuedBatches = 10_000, // Tests have small batches and offer a lot at once.
        BatchAge = TimeSpan.FromMilliseconds(20),
        FirstDelay = TimeSpan.FromMilliseconds(5),
        MaxDelay = TimeSpan.FromMilliseconds(50),
        BreakTime = TimeSpan.FromMilliseconds(500), // The least that the breaker takes.
        RefusedDelay = TimeSpan.FromMilliseconds(20),
        SettleTime = TimeSpan.FromSeconds(8),
    };

    public SinkTarget Target { get; }

    public BufferedSink Sink { get; }

    public TestLog Log { get; } = new();

    public static SinkTarget Influx(Uri url) => new() { Name = "influx", Kind = SinkKind.InfluxV1, Url = url, Database = "ota" };

    public static SinkTarget InfluxV2(Uri url) => new() { Name = "influx2", Kind = SinkKind.InfluxV2, Url = url, Organization = "o", Bucket = "b" };

    public static SinkTarget VictoriaMetrics(Uri url) => new() { Name = "vm", Kind = SinkKind.VictoriaMetrics, Url = url };

    /// <summary>Offers lines of one value each: vehicle v, signal s, times counting up from <paramref name="first"/>.</summary>
    public void Offer(int count, long first = 1_700_000_000_000)
    {
        TelemetryPoint[] points = [.. Enumerable.Range(0, count).Select(i => new TelemetryPoint("v", "s", first + i, PointValue.Of((long)i)))];
        Sink.Offer(points);
    }

    /// <summary>Waits for something that the sink does on its own.</summary>
    public async Task UntilAsync(Func<bool> happened)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!happened())
        {
            if (_running.IsFaulted) await _running;
            await Task.Delay(10, patience.Token);
        }
    }

    public Task SentAsync(long points) => UntilAsync(() => Sink.Points.Sent >= points);

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Sink.Dispose();
        _stop.Dispose();
        _services.Dispose();
    }
}
