namespace Ota.Server.Bridge;

internal static partial class BridgeLog
{
    [LoggerMessage(2900, LogLevel.Information, "Ended a connection of {Vid}, which was revoked")]
    public static partial void RevokedDisconnected(this ILogger log, string vid);

    [LoggerMessage(2901, LogLevel.Warning, "Revoked vehicles could not be looked up; the next try follows")]
    public static partial void RevocationLookupFailed(this ILogger log, Exception cause);

    [LoggerMessage(2902, LogLevel.Warning, "A message {Type} of vehicle {Vid} is refused: {Reason}; further ones are counted")]
    public static partial void EvidenceRefused(this ILogger log, string type, string vid, string reason);

    [LoggerMessage(2903, LogLevel.Error, "Vehicles' messages, such as {Type} of {Vid}, cannot be stored now; they are tried again each second")]
    public static partial void EvidenceNotStored(this ILogger log, string type, string vid, Exception cause);

    [LoggerMessage(2904, LogLevel.Information, "Vehicles' messages are stored again")]
    public static partial void EvidenceStoredAgain(this ILogger log);
}
