namespace Ota.Server.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(2300, LogLevel.Warning, "The database refused a batch of {Count} writes; each is now written alone")]
    public static partial void BatchRefused(this ILogger log, int count, Exception cause);
}
