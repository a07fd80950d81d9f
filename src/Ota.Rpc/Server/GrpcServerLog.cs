using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

internal static partial class GrpcServerLog
{
    [LoggerMessage(1001, LogLevel.Debug, "Call {Method} ended with {StatusCode}: {Detail}")]
    public static partial void Refused(ILogger logger, string method, StatusCode statusCode, string detail);

    [LoggerMessage(1002, LogLevel.Debug, "Call {Method} was given up by its caller")]
    public static partial void Abandoned(ILogger logger, string method);

    [LoggerMessage(1003, LogLevel.Error, "Call {Method} failed with an exception that is no RpcException")]
    public static partial void Failed(ILogger logger, string method, Exception exception);

    [LoggerMessage(1004, LogLevel.Warning, "Call {Method} ended without the trailer {Key}: its text is not printable ASCII")]
    public static partial void TrailerLeftOut(ILogger logger, string method, string key);
}
