using Ota.Server.Hosting;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>All sinks as one.</summary>
internal sealed class TelemetrySinks : ITelemetrySink, IDisposable
{
    private readonly List<BufferedSink> _sinks = [];

    /// <exception cref="StartException">A spool cannot be used.</exception>
    public TelemetrySinks(
        SinksOptions options, HostingOptions hosting, SinksMetrics metrics, TimeProvider time, ILogger<TelemetrySinks> log)
    {
        string folder = Path.Combine(hosting.Data, "sinks");
        try
        {
            foreach (SinkTarget target in options.Targets)
                _sinks.Add(new BufferedSink(target, options, folder, metrics, time, new Random(), log));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw new StartException($"The folder {folder} cannot be used ({e.Message}): give this user the right to write there.", e);
        }
    }

    public IReadOnlyList<BufferedSink> All => _sinks;

    /// <summary>For how long the oldest point waits that is not in the spool of each.</summary>
    public TimeSpan Backlog => _sinks.Max(sink => sink.Backlog);

    /// <summary>Waits until all have room.</summary>
    public async Task RoomAsync(CancellationToken stop)
    {
        foreach (BufferedSink sink in _sinks) await sink.RoomAsync(stop);
    }

    public void Offer(ReadOnlySpan<TelemetryPoint> points)
    {
        foreach (BufferedSink sink in _sinks) sink.Offer(points);
    }

    public void Dispose() => _sinks.ForEach(sink => sink.Dispose());
}
