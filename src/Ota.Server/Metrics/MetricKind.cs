namespace Ota.Server.Metrics;

/// <summary>The metric types of the Prometheus text format that we use.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}
