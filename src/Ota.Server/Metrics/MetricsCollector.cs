using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Ota.Server.Metrics;

/// <summary>Listens to the selected meters and keeps the current value of every series, up to a limit.</summary>
internal sealed class MetricsCollector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();
    private readonly IMeterFactory _factory;
    private readonly MetricsOptions _options;
    private int _count;
    private long _refused;

    public MetricsCollector(IMeterFactory factory, MetricsOptions options)
    {
        _factory = factory;
        _options = options;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (IsOurs(instrument.Meter))
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, i => new MetricFamily(i)));
        };
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, family) => Record(family, (double)value, tags));
    }

    /// <summary>Measurements that found no room for a new series.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public void Start() => _listener.Start();

    /// <summary>Families of one name stand together, as the text format demands.</summary>
    public IReadOnlyList<IGrouping<string, MetricFamily>> Collect()
    {
        _listener.RecordObservableInstruments();
        return [.. _families.Values.GroupBy(family => family.Name).OrderBy(family => family.Key, StringComparer.Ordinal)];
    }

    public void Dispose() => _listener.Dispose();

    // Meters of a factory belong to one host; static ones, such as the runtime's, belong to the process.
    private bool IsOurs(Meter meter) => _options.Includes(meter.Name) && (meter.Scope is null || ReferenceEquals(meter.Scope, _factory));

    private void Record(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        MetricFamily family = (MetricFamily)state!;
        if (family.Find(PrometheusNames.Labels(tags), TakeRoom) is { } series)
            family.Record(series, value);
        else
            Interlocked.Increment(ref _refused);
    }

    // Labels can come from outside; memory must not grow with what strangers send.
    private bool TakeRoom()
    {
        if (Interlocked.Increment(ref _count) <= _options.SeriesLimit) return true;
        Interlocked.Decrement(ref _count);
        return false;
    }
}
