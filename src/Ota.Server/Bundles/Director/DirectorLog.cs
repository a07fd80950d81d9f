namespace Ota.Server.Bundles.Director;

internal static partial class DirectorLog
{
    [LoggerMessage(3070, LogLevel.Warning, "A request for Director metadata of {Vid} was refused: {Reason}")]
    public static partial void RequestRefused(this ILogger log, string vid, string reason);

    [LoggerMessage(3071, LogLevel.Information, "Vehicle {Vid} was told to install {Bundle} by {Operator}")]
    public static partial void Assigned(this ILogger log, string vid, string bundle, string @operator);

    [LoggerMessage(3072, LogLevel.Information, "What vehicle {Vid} was told was taken back by {Operator}")]
    public static partial void Cleared(this ILogger log, string vid, string @operator);
}
