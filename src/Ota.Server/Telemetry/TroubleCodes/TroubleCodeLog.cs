namespace Ota.Server.Telemetry.TroubleCodes;

internal static partial class TroubleCodeLog
{
    [LoggerMessage(3010, LogLevel.Warning,
        "Vehicle {Vid} reports trouble codes more often than its history keeps in a day; its newest codes stay right, the history has gaps")]
    public static partial void HistoryFull(this ILogger log, string vid);
}
