using System.Net;
using Grpc.Core;
using Grpc.Protocol;

namespace Grpc.Net.Client;

/// <summary>Turns what HTTP says, or throws, into a gRPC status.</summary>
internal static class ClientStatus
{
    // RFC 9113, section 7.
    private const long RefusedStream = 0x7;
    private const long Cancel = 0x8;
    private const long EnhanceYourCalm = 0xb;
    private const long InadequateSecurity = 0xc;
    private const long NeedsHttp1 = 0xd;

    /// <summary>The status of a response that is no gRPC response, or null. doc/http-grpc-status-mapping.md</summary>
    public static Status? OfResponse(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            StatusCode code = response.StatusCode switch
            {
                HttpStatusCode.BadRequest => StatusCode.Internal,
                HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
                HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
                HttpStatusCode.NotFound => StatusCode.Unimplemented,
                HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
                    or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
                _ => StatusCode.Unknown,
            };
            return ClientMetadata.ReadStatus(response.Headers)
                ?? new Status(code, $"The server answered HTTP {(int)response.StatusCode} instead of a gRPC response.");
        }
        return GrpcHeaders.IsGrpc(response.Content.Headers.ContentType?.MediaType)
            ? null
            : new Status(StatusCode.Unknown, $"The server answered '{response.Content.Headers.ContentType?.MediaType}' instead of a gRPC response.");
    }

    /// <summary>The status of a failure of the transport.</summary>
    public static Status OfException(Exception exception, Uri address) => exception switch
    {
        RpcException rpc => rpc.Status,
        _ when IsNoConnection(exception) =>
            new Status(StatusCode.Unavailable, $"Cannot reach {Target(address)}: {Cause(exception)}", exception),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } http =>
            new Status(StatusCode.Unavailable, $"Cannot make a TLS connection to {Target(address)}: {Cause(http)}", http),
        _ when Protocol(exception) is { } protocol && !IsSilence(protocol) => new Status(
            OfErrorCode(protocol.ErrorCode), $"The call was ended with HTTP/2 error 0x{protocol.ErrorCode:x}: {protocol.Message}", exception),
        // Not the caller's cancellation, which is told apart before this: the transport gave its own work up.
        HttpRequestException or IOException or OperationCanceledException =>
            new Status(StatusCode.Unavailable, $"The connection to {Target(address)} was lost: {Cause(exception)}", exception),
        _ => new Status(StatusCode.Internal, $"The call failed: {Cause(exception)}", exception),
    };

    /// <summary>Whether there was no connection to send the call on.</summary>
    public static bool IsNotConnected(Exception exception) =>
        IsNoConnection(exception) || exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError };

    /// <summary>Whether the transport gave up by itself because a time of its own was over, e.g. the one to connect.</summary>
    public static bool IsTimeout(Exception exception) => exception is OperationCanceledException { InnerException: TimeoutException };

    private static bool IsNoConnection(Exception exception) => IsTimeout(exception) || exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.VersionNegotiationError,
    };

    private static StatusCode OfErrorCode(long code) => code switch
    {
        RefusedStream or NeedsHttp1 => StatusCode.Unavailable,
        Cancel => StatusCode.Cancelled,
        EnhanceYourCalm => StatusCode.ResourceExhausted,
        InadequateSecurity => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };

    private static HttpProtocolException? Protocol(Exception? exception)
    {
        while (exception is not (null or HttpProtocolException))
            exception = exception.InnerException;
        return exception as HttpProtocolException;
    }

    /// <summary>Whether the peer let pings unanswered: the handler reports that as PROTOCOL_ERROR, and only the text differs.</summary>
    private static bool IsSilence(HttpProtocolException exception) => exception.Message.Contains("ping", StringComparison.OrdinalIgnoreCase);

    private static string Target(Uri address) => address.GetLeftPart(UriPartial.Authority);

    /// <summary>The innermost message: that is where the system says "Connection refused".</summary>
    private static string Cause(Exception exception) => exception.GetBaseException().Message;
}
