namespace Ota.Server.Metrics;

internal static partial class MetricsLog
{
    [LoggerMessage(2200, LogLevel.Information, "Exporting metrics and traces to {Collector}")]
    public static partial void Exporting(this ILogger log, Uri collector);
}
