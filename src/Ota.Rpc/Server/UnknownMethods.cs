using Grpc.Core;
using Grpc.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// Answers calls of methods that nobody serves with UNIMPLEMENTED, refuses what else is posted to a mapped service, and leaves every
/// other request alone. It stands behind routing and not in it: as a route with parameters it would be a second candidate for
/// every call, which costs a fifth of the calls a second.
/// </summary>
internal sealed class UnknownMethods(MappedServices mapped, IOptions<GrpcServiceOptions> options) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        if (!(options.Value.IgnoreUnknownServices ?? false))
            app.Use(AnswerAsync);
    };

    private Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint() is not null || !HttpMethods.IsPost(http.Request.Method) || !IsCall(http.Request))
            return next(http);
        if (!HttpRefusal.Accepts(http, out HttpRefusal? refusal))
            return refusal.WriteAsync(http);
        http.Response.ContentType = GrpcHeaders.ContentType;
        ServerMetadata.WriteStatus(
            http.Response.Headers,
            new Status(StatusCode.Unimplemented, $"{http.Request.Path} is not known to this server."));
        return Task.CompletedTask;
    }

    /// <summary>Whether the path is <c>/service/method</c>, and the content, or the service, is gRPC.</summary>
    private bool IsCall(HttpRequest request)
    {
        string[] parts = (request.Path.Value ?? "").Split('/', 4);
        return parts is ["", { Length: > 0 } service, { Length: > 0 }]
            && mapped.Descriptors.Count > 0
            && (GrpcHeaders.IsGrpc(request.ContentType) || mapped.Knows(service));
    }
}
