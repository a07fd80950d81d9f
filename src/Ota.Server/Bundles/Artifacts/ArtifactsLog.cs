namespace Ota.Server.Bundles.Artifacts;

internal static partial class ArtifactsLog
{
    [LoggerMessage(3040, LogLevel.Information, "Stored artifact {Sha256}, {Length} bytes, from {Operator}")]
    public static partial void Stored(this ILogger log, string sha256, long length, string @operator);

    [LoggerMessage(3041, LogLevel.Error, "An upload failed since the disk has no room")]
    public static partial void NoRoom(this ILogger log, Exception cause);

    [LoggerMessage(3042, LogLevel.Information, "Gave up {Count} uploads that nobody went on with")]
    public static partial void Expired(this ILogger log, int count);

    [LoggerMessage(3043, LogLevel.Error, "Abandoned uploads cannot be removed")]
    public static partial void ExpiryFailed(this ILogger log, Exception cause);

    [LoggerMessage(3044, LogLevel.Error, "Artifact {Sha256} cannot be read to its end")]
    public static partial void ReadFailed(this ILogger log, string sha256, Exception? cause);

    [LoggerMessage(3045, LogLevel.Warning, "A download was refused: {Reason}")]
    public static partial void DownloadRefused(this ILogger log, string reason);
}
