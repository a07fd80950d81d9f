using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

internal static partial class GrpcClientLog
{
    [LoggerMessage(1101, LogLevel.Debug, "Call {Method} ended with {StatusCode}: {Detail}")]
    public static partial void Failed(ILogger logger, string method, StatusCode statusCode, string detail);

    [LoggerMessage(1102, LogLevel.Debug, "Call {Method} is tried again, {Previous} attempts having failed")]
    public static partial void TriedAgain(ILogger logger, string method, int previous);
}
