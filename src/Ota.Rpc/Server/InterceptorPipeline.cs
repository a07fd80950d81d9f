using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server;

/// <summary>Puts interceptors in front of a handler, once at start; each call then runs through plain delegates.</summary>
internal static class InterceptorPipeline
{
    public static UnaryServerMethod<TRequest, TResponse> Wrap<TRequest, TResponse>(
        UnaryServerMethod<TRequest, TResponse> handler, IReadOnlyList<InterceptorRegistration> interceptors)
        where TRequest : class where TResponse : class =>
        interceptors.Reverse().Aggregate(handler, (next, registration) =>
            (request, context) => Activate(registration, context).UnaryServerHandler(request, context, next));

    public static ClientStreamingServerMethod<TRequest, TResponse> Wrap<TRequest, TResponse>(
        ClientStreamingServerMethod<TRequest, TResponse> handler, IReadOnlyList<InterceptorRegistration> interceptors)
        where TRequest : class where TResponse : class =>
        interceptors.Reverse().Aggregate(handler, (next, registration) =>
            (requests, context) => Activate(registration, context).ClientStreamingServerHandler(requests, context, next));

    public static ServerStreamingServerMethod<TRequest, TResponse> Wrap<TRequest, TResponse>(
        ServerStreamingServerMethod<TRequest, TResponse> handler, IReadOnlyList<InterceptorRegistration> interceptors)
        where TRequest : class where TResponse : class =>
        interceptors.Reverse().Aggregate(handler, (next, registration) =>
            (request, responses, context) => Activate(registration, context).ServerStreamingServerHandler(request, responses, context, next));

    public static DuplexStreamingServerMethod<TRequest, TResponse> Wrap<TRequest, TResponse>(
        DuplexStreamingServerMethod<TRequest, TResponse> handler, IReadOnlyList<InterceptorRegistration> interceptors)
        where TRequest : class where TResponse : class =>
        interceptors.Reverse().Aggregate(handler, (next, registration) =>
            (requests, responses, context) => Activate(registration, context).DuplexStreamingServerHandler(requests, responses, context, next));

    private static Interceptor Activate(InterceptorRegistration registration, ServerCallContext context) =>
        registration.Activate(context.GetHttpContext().RequestServices);
}
