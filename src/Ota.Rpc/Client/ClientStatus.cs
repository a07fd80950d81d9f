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
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } http =>
            new Status(StatusCode.Unavailable, $"Cannot reach {Target(address)}: {Cause(http)}", http),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } http =>
            new Status(StatusCode.Unavailable, $"Cannot make a TLS connection to {Target(address)}: {Cause(http)}", http),
        _ when ErrorCode(exception) is { } code => new Status(OfErrorCode(code), $"The call was ended by the peer with HTTP/2 error 0x{code:x}.", exception),
        HttpRequestException or IOException =>
            new Status(StatusCode.Unavailable, $"The connection to {Target(address)} was lost: {Cause(exception)}", exception),
        OperationCanceledException => new Status(StatusCode.Cancelled, "The call was cancelled.", exception),
        _ => new Status(StatusCode.Internal, $"The call failed: {Cause(exception)}", exception),
    };

    /// <summary>Whether the call surely did not reach a handler.</summary>
    public static bool IsNeverSeen(Exception exception) => ErrorCode(exception) is RefusedStream;

    /// <summary>Whether there was no connection to send the call on.</summary>
    public static bool IsNotConnected(Exception exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
    };

    private static StatusCode OfErrorCode(long code) => code switch
    {
        RefusedStream => StatusCode.Unavailable,
        Cancel => StatusCode.Cancelled,
        EnhanceYourCalm => StatusCode.ResourceExhausted,
        InadequateSecurity => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };

    private static long? ErrorCode(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is HttpProtocolException protocol)
                return protocol.ErrorCode;
        }
        return null;
    }

    private static string Target(Uri address) => address.GetLeftPart(UriPartial.Authority);

    /// <summary>The innermost message: that is where the system says "Connection refused".</summary>
    private static string Cause(Exception exception) => exception.GetBaseException().Message;
}
