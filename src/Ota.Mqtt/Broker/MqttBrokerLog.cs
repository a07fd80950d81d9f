using System.Net;
using Microsoft.Extensions.Logging;

namespace Ota.Mqtt.Broker;

internal static partial class MqttBrokerLog
{
    [LoggerMessage(3000, LogLevel.Information, "The connection from {Peer} was refused with {Reason}: {Text}")]
    public static partial void ConnectionRefused(this ILogger log, EndPoint? peer, ReasonCode reason, string text);

    [LoggerMessage(3003, LogLevel.Error, "Looking after deadlines failed")]
    public static partial void SweepFailed(this ILogger log, Exception failure);

    [LoggerMessage(3002, LogLevel.Error, "{Interceptor} failed; its messages were refused")]
    public static partial void InterceptorFailed(this ILogger log, string interceptor, Exception failure);

    [LoggerMessage(3004, LogLevel.Error, "The authentication of the connection from {Peer} failed; it was refused")]
    public static partial void AuthenticationFailed(this ILogger log, EndPoint? peer, Exception failure);

    [LoggerMessage(3001, LogLevel.Debug, "The connection from {Peer} was lost: {Cause}")]
    public static partial void ConnectionLost(this ILogger log, EndPoint? peer, string cause);
}
