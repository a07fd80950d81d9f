using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Grpc.Protocol;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>The answer to a request that is not gRPC at all, in HTTP's own terms.</summary>
internal sealed class HttpRefusal(int httpStatus, string message)
{
    private static readonly HttpRefusal OldHttp = new(
        StatusCodes.Status426UpgradeRequired, "gRPC needs HTTP/2; this request came over an older version.");

    private static readonly HttpRefusal OtherContent = new(
        StatusCodes.Status415UnsupportedMediaType, $"gRPC needs the content type {GrpcHeaders.ContentType}.");

    private static readonly HttpRefusal OtherVerb = new(StatusCodes.Status405MethodNotAllowed, "gRPC needs POST.");

    public static bool Accepts(HttpContext http, [NotNullWhen(false)] out HttpRefusal? refusal)
    {
        refusal = !HttpMethods.IsPost(http.Request.Method) ? OtherVerb
            : !GrpcHeaders.IsGrpc(http.Request.ContentType) ? OtherContent
            : HttpProtocol.IsHttp2(http.Request.Protocol) || HttpProtocol.IsHttp3(http.Request.Protocol) ? null
            : OldHttp;
        return refusal is null;
    }

    public Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = httpStatus;
        if (httpStatus == StatusCodes.Status405MethodNotAllowed)
            http.Response.Headers.Allow = HttpMethods.Post; // RFC 9110, 15.5.6
        if (!HttpProtocol.IsHttp2(http.Request.Protocol))
        {
            http.Response.Headers.Upgrade = "h2";
            return http.Response.WriteAsync(message, http.RequestAborted);
        }
        ServerMetadata.WriteStatus(http.Response.Headers, new Status(StatusCode.Internal, message));
        return Task.CompletedTask;
    }
}
