namespace Ota.Server.Bridge;

internal static partial class BridgeLog
{
    [LoggerMessage(2900, LogLevel.Information, "Ended a connection of {Vid}, which was revoked")]
    public static partial void RevokedDisconnected(this ILogger log, string vid);

    [LoggerMessage(2901, LogLevel.Warning, "Revoked vehicles could not be looked up; the next try follows")]
    public static partial void RevocationLookupFailed(this ILogger log, Exception cause);
}
