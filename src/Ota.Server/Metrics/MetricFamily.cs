using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Ota.Server.Metrics;

/// <summary>One instrument with all its series.</summary>
internal sealed class MetricFamily
{
    // The boundaries that OpenTelemetry advises for seconds; an instrument's own advice goes first.
    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly bool _addsUp;

    public MetricFamily(Instrument instrument)
    {
        Type type = instrument.GetType().GetGenericTypeDefinition();
        Kind = type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter
            : type == typeof(Histogram<>) ? MetricKind.Histogram
            : MetricKind.Gauge;
        _addsUp = type == typeof(Counter<>) || type == typeof(UpDownCounter<>);
        Name = PrometheusNames.Of(instrument, Kind);
        Help = instrument.Description ?? "";
        Bounds = Kind == MetricKind.Histogram ? BoundsOf(instrument) : [];
    }

    public MetricKind Kind { get; }

    public string Name { get; }

    public string Help { get; }

    public double[] Bounds { get; }

    public IEnumerable<MetricSeries> Series => _series.Values;

    /// <summary>The series with these labels; a new one is made if there is room for it.</summary>
    public MetricSeries? Find(string labels, Func<bool> takeRoom)
    {
        if (_series.TryGetValue(labels, out MetricSeries? series)) return series;
        if (!takeRoom()) return null;
        return _series.GetOrAdd(labels, new MetricSeries(labels, Bounds));
    }

    public void Record(MetricSeries series, double value)
    {
        if (Kind == MetricKind.Histogram)
            series.Observe(value);
        else if (_addsUp)
            series.Add(value);
        else
            series.Set(value); // Observable instruments report totals.
    }

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } advised } => [.. advised],
        Histogram<float> { Advice.HistogramBucketBoundaries: { } advised } => [.. advised.Select(bound => (double)bound)],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } advised } => [.. advised.Select(bound => (double)bound)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } advised } => [.. advised.Select(bound => (double)bound)],
        _ => DefaultBounds,
    };
}
