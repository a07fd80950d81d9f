namespace Ota.Server.Bridge.Upstream;

internal static partial class UpstreamLog
{
    [LoggerMessage(3020, LogLevel.Information, "Attached to the broker: messages of the lane {Lane} come from it")]
    public static partial void BrokerAttached(this ILogger log, string lane);

    [LoggerMessage(3021, LogLevel.Warning, "The connection to the broker for the lane {Lane} is lost; it is made again: {Cause}")]
    public static partial void BrokerLost(this ILogger log, string lane, string cause);

    [LoggerMessage(3022, LogLevel.Warning, "No messages of the lane {Lane} come from the broker; the next try follows in {Seconds:0.0} s: {Cause}")]
    public static partial void BrokerNotReached(this ILogger log, string lane, string cause, double seconds);

    [LoggerMessage(3023, LogLevel.Information, "Messages of {Vid}, which was revoked, are refused from now on, as long as the broker lets it in")]
    public static partial void RevokedRefused(this ILogger log, string vid);

    [LoggerMessage(3024, LogLevel.Error, "The broker has lost what it kept for the lane {Lane}: messages that it acknowledged and had not passed on are gone")]
    public static partial void SessionLost(this ILogger log, string lane);

    [LoggerMessage(3025, LogLevel.Warning, "Nothing can be sent to vehicles by the broker; the next try follows in {Seconds:0.0} s: {Cause}")]
    public static partial void BrokerTakesNothing(this ILogger log, string cause, double seconds);

    [LoggerMessage(3026, LogLevel.Information, "Connected to the broker: what goes to vehicles goes by it")]
    public static partial void BrokerTakes(this ILogger log);
}
