namespace Ota.Server.Bundles.Repository;

internal static partial class RepositoryLog
{
    [LoggerMessage(3050, LogLevel.Information, "Published {Change}: version {Version} of {Role}")]
    public static partial void Published(this ILogger log, string change, long version, string role);

    [LoggerMessage(3051, LogLevel.Information, "Published root {Version} of the repository {Repository}")]
    public static partial void RootPublished(this ILogger log, long version, string repository);

    [LoggerMessage(3052, LogLevel.Information, "Root {Version} waits until {Change} is signed by the keys that it names")]
    public static partial void RootWaits(this ILogger log, long version, string change);

    [LoggerMessage(3053, LogLevel.Error, "The export of signed metadata cannot be written; what is published is served all the same")]
    public static partial void ExportFailed(this ILogger log, Exception cause);

    [LoggerMessage(3054, LogLevel.Warning, "{File} of the repository {Repository} expires at {Expires}: renew it, and have it signed, before")]
    public static partial void ExpiresSoon(this ILogger log, string file, string repository, DateTimeOffset expires);

    [LoggerMessage(3055, LogLevel.Warning, "Snapshot and timestamp are not renewed: {Reason}")]
    public static partial void NotRenewed(this ILogger log, string reason);

    [LoggerMessage(3056, LogLevel.Error, "The repositories cannot be looked after; it is tried again")]
    public static partial void TickFailed(this ILogger log, Exception cause);

    [LoggerMessage(3057, LogLevel.Information, "{Count} problems were found in the repositories, in {Files} files")]
    public static partial void Checked(this ILogger log, long count, long files);
}
