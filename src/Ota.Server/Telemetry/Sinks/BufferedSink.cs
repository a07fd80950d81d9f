namespace Ota.Server.Telemetry.Sinks;

/// <summary>One receiver with everything before it: queue in memory, spool on disk, sender. Sinks know nothing of each other.</summary>
internal sealed class BufferedSink : ITelemetrySink, IDisposable
{
    private readonly SinkQueue _queue;
    private readonly SinkClient _client;
    private readonly SinkSpooler _spooler;
    private readonly SinkSender _sender;

    /// <exception cref="IOException">The folder of the spool cannot be used.</exception>
    public BufferedSink(
        SinkTarget target, SinksOptions options, string folder, SinksMetrics metrics, TimeProvider time, Random chance, ILogger log)
    {
        Status = new SinkStatus(target.Name, log);
        Points = metrics.For(target.Name);
        Spool = Spool.Open(Path.Combine(folder, target.Name), options.Spool, time);
        if (Spool.DamagedBytes > 0) log.SpoolLost(target.Name, Spool.DroppedPoints, Spool.DamagedBytes);
        metrics.Watch(Spool, Status);
        _queue = new SinkQueue(target, options, Points, time);
        _client = new SinkClient(target, time);
        _spooler = new SinkSpooler(target, _queue, Spool, Points, options, time, log);
        SinkDelivery delivery = new(target, _client, new SinkPipeline(options, Status, time, chance), Points, metrics, time, log);
        _sender = new SinkSender(target, Spool, delivery, new SinkSettling(target, Spool, _client, options, time, log), Points, time, log);
    }

    public SinkStatus Status { get; }

    public SinkPoints Points { get; }

    public Spool Spool { get; }

    /// <summary>For how long the oldest point waits that is not in the spool.</summary>
    public TimeSpan Backlog => _queue.Backlog;

    public void Offer(ReadOnlySpan<TelemetryPoint> points) => _queue.Offer(points);

    /// <summary>Waits for room, for points that can wait.</summary>
    public ValueTask<bool> RoomAsync(CancellationToken stop) => _queue.RoomAsync(stop);

    /// <summary>Runs until the stop; what was offered before it is on disk when this returns.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using CancellationTokenRegistration closing = stop.Register(_queue.Close);
        await Task.WhenAll(
            Task.Run(() => _spooler.RunAsync(stop), CancellationToken.None), Task.Run(() => _sender.RunAsync(stop), CancellationToken.None));
    }

    public void Dispose()
    {
        _client.Dispose();
        Spool.Dispose();
    }
}
