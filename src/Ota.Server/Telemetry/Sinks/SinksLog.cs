namespace Ota.Server.Telemetry.Sinks;

internal static partial class SinksLog
{
    [LoggerMessage(2600, LogLevel.Warning, "The sink {Sink} does not take telemetry ({Reason}); batches wait in the spool")]
    public static partial void SinkIsDown(this ILogger log, string sink, string reason);

    [LoggerMessage(2601, LogLevel.Information, "The sink {Sink} takes telemetry again")]
    public static partial void SinkIsBack(this ILogger log, string sink);

    [LoggerMessage(
        2602, LogLevel.Error,
        "The sink {Sink} refuses us ({Reason}): correct its credentials, database or bucket; batches wait in the spool meanwhile")]
    public static partial void SinkRefuses(this ILogger log, string sink, string reason);

    [LoggerMessage(2603, LogLevel.Warning, "The sink {Sink} refused {Points} values for good ({Reason})")]
    public static partial void PointsRejected(this ILogger log, string sink, long points, string reason);

    [LoggerMessage(2604, LogLevel.Error, "The spool of the sink {Sink} cannot be written; batches wait in memory")]
    public static partial void SpoolFails(this ILogger log, string sink, Exception cause);

    [LoggerMessage(2605, LogLevel.Warning, "The spool of the sink {Sink} lost values: {Points} dropped so far, {Bytes} bytes damaged")]
    public static partial void SpoolLost(this ILogger log, string sink, long points, long bytes);

    [LoggerMessage(2606, LogLevel.Information, "The sink {Sink} was restarted: sending its last seconds again")]
    public static partial void SinkRestarted(this ILogger log, string sink);

    [LoggerMessage(2607, LogLevel.Error, "Sending to the sink {Sink} failed in a way that is not the sink's; trying again")]
    public static partial void SendingFailed(this ILogger log, string sink, Exception cause);
}
