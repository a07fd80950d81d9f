using Grpc.Core;
using Grpc.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Grpc.AspNetCore.Server;

/// <summary>Answers calls of methods that nobody serves with UNIMPLEMENTED, refuses what else is posted to a mapped service, and leaves every other request alone.</summary>
internal static class UnknownMethods
{
    public static void Map(IEndpointRouteBuilder routes, MappedServices mapped)
    {
        RoutePattern pattern = RoutePatternFactory.Parse(
            "{service}/{method}", defaults: null, parameterPolicies: new RouteValueDictionary { ["method"] = new GrpcOnly(mapped) });
        routes.Map(pattern, AnswerAsync).WithDisplayName("gRPC - unknown method").WithOrder(int.MaxValue);
    }

    private static Task AnswerAsync(HttpContext http)
    {
        if (!HttpRefusal.Accepts(http, out HttpRefusal? refusal))
            return refusal.WriteAsync(http);
        http.Response.ContentType = GrpcHeaders.ContentType;
        ServerMetadata.WriteStatus(
            http.Response.Headers,
            new Status(StatusCode.Unimplemented, $"{http.Request.Path} is not known to this server."));
        return Task.CompletedTask;
    }

    private sealed class GrpcOnly(MappedServices mapped) : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            httpContext is not null
            && HttpMethods.IsPost(httpContext.Request.Method)
            && (GrpcHeaders.IsGrpc(httpContext.Request.ContentType) || mapped.Knows(values["service"] as string));
    }
}
