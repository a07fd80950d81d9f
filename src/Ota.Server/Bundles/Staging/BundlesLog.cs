namespace Ota.Server.Bundles.Staging;

internal static partial class BundlesLog
{
    [LoggerMessage(3060, LogLevel.Information, "Bundle {Bundle} was made by {Operator}")]
    public static partial void Created(this ILogger log, string bundle, string @operator);

    [LoggerMessage(3061, LogLevel.Information, "Signatures for bundle {Bundle} are asked for by {Operator}, {Change}")]
    public static partial void Proposed(this ILogger log, string bundle, string change, string @operator);

    [LoggerMessage(3062, LogLevel.Warning, "Bundle {Bundle} was withdrawn by {Operator}")]
    public static partial void Withdrawn(this ILogger log, string bundle, string @operator);
}
