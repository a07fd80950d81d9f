using Microsoft.Extensions.Logging;

namespace Ota.Mqtt.Transport;

internal static partial class TransportLog
{
    [LoggerMessage(1, LogLevel.Error, "New connections have to wait, since the system gives no descriptor: {Reason}.")]
    public static partial void AcceptRefused(this ILogger log, string reason);
}
