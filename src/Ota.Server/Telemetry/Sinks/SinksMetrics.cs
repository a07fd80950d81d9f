using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Polly.CircuitBreaker;

namespace Ota.Server.Telemetry.Sinks;

internal sealed class SinksMetrics
{
    private readonly Counter<long> _points;
    private readonly Histogram<double> _requests;
    private readonly ConcurrentBag<(string Name, Spool Spool, SinkStatus Status)> _sinks = [];

    public SinksMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create("Ota.Telemetry.Sinks");
        _points = meter.CreateCounter<long>("ota.sinks.points", "{value}", "Values by sink and by what became of them.");
        _requests = meter.CreateHistogram<double>("ota.sinks.request.duration", "s", "Requests to a sink, by its reply.");
        meter.CreateObservableGauge(
            "ota.sinks.spool.size", () => Each(sink => sink.Spool.PendingBytes), "By", "What waits on disk to be sent.");
        meter.CreateObservableGauge(
            "ota.sinks.spool.points", () => Each(sink => sink.Spool.PendingPoints), "{value}", "Values that wait on disk to be sent.");
        meter.CreateObservableCounter(
            "ota.sinks.spool.dropped", () => Each(sink => sink.Spool.DroppedPoints), "{value}",
            "Values dropped unsent because the spool was full.");
        meter.CreateObservableCounter(
            "ota.sinks.spool.damaged", () => Each(sink => sink.Spool.DamagedBytes), "By", "What was unreadable in the spool.");
        meter.CreateObservableGauge(
            "ota.sinks.state", () => Each(sink => (long)sink.Status.State), null, "0 takes telemetry, 1 is down, 2 refuses us.");
        meter.CreateObservableGauge(
            "ota.sinks.breaker", () => Each(sink => Breaker(sink.Status)), null, "0 closed, 1 half open (one request tries), 2 open.");
    }

    public SinkPoints For(string sink) => new(sink, _points);

    public void Watch(Spool spool, SinkStatus status) => _sinks.Add((status.Name, spool, status));

    public void Requested(string sink, TimeSpan duration, string reply) =>
        _requests.Record(duration.TotalSeconds, new("sink", sink), new KeyValuePair<string, object?>("reply", reply));

    private static long Breaker(SinkStatus status) => status.Breaker.CircuitState switch
    {
        CircuitState.Closed => 0,
        CircuitState.HalfOpen => 1,
        _ => 2,
    };

    private IEnumerable<Measurement<long>> Each(Func<(string Name, Spool Spool, SinkStatus Status), long> read) =>
        [.. _sinks.Select(sink => new Measurement<long>(read(sink), new KeyValuePair<string, object?>("sink", sink.Name)))];
}
