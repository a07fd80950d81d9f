namespace Ota.Server.Vehicles.Rebirths;

internal static partial class RebirthLog
{
    [LoggerMessage(3082, LogLevel.Warning, "Vehicles could not be asked for their births; those that speak again are asked later")]
    public static partial void NotAsked(this ILogger log, Exception cause);
}
