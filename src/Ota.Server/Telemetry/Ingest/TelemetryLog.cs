namespace Ota.Server.Telemetry.Ingest;

internal static partial class TelemetryLog
{
    [LoggerMessage(2800, LogLevel.Warning, "Telemetry of vehicle {Vid} is refused: {Reason}; further ones are counted")]
    public static partial void Refused(this ILogger log, string reason, string vid);

    [LoggerMessage(2801, LogLevel.Error, "A telemetry message of vehicle {Vid} could not be handled")]
    public static partial void Failed(this ILogger log, string vid, Exception cause);

    [LoggerMessage(2803, LogLevel.Error, "{Count} telemetry messages could not be stored and are offered to the history again")]
    public static partial void NotStored(this ILogger log, int count, Exception cause);

    [LoggerMessage(2802, LogLevel.Error, "Stored telemetry could not be passed on to those who watch")]
    public static partial void NotPassedOn(this ILogger log, Exception cause);
}
