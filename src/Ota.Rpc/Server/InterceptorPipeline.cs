using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Puts interceptors in front of a handler, once at start; each call then runs through plain delegates.</summary>
internal static class InterceptorPipeline
{
    public static UnaryServerMethod<TRequest, TResponse> Wrap<TRequest, TResponse>(
        UnaryServerMethod<TRequest, TResponse> handler, IReadOnlyList<InterceptorActivator> interceptors)
        where TRequest : class where TResponse : class =>
        interceptors.Reverse().Aggregate(handler, (next, interceptor) =>
            (request, context) => interceptor.Activate(context).UnaryServerHandler(request, context, next));

    public static ClientStreamingServerMethod<TRequest, TResponse> Wrap<TRequest, TResponse>(
        ClientStreamingServerMethod<TRequest, TResponse> handler, IReadOnlyList<InterceptorActivator> interceptors)
        where TRequest : class where TResponse : class =>
        interceptors.Reverse().Aggregate(handler, (next, interceptor) =>
            (requests, context) => interceptor.Activate(context).ClientStreamingServerHandler(requests, context, next));

    public static ServerStreamingServerMethod<TRequest, TResponse> Wrap<TRequest, TResponse>(
        ServerStreamingServerMethod<TRequest, TResponse> handler, IReadOnlyList<InterceptorActivator> interceptors)
        where TRequest : class where TResponse : class =>
        interceptors.Reverse().Aggregate(handler, (next, interceptor) =>
            (request, responses, context) => interceptor.Activate(context).ServerStreamingServerHandler(request, responses, context, next));

    public static DuplexStreamingServerMethod<TRequest, TResponse> Wrap<TRequest, TResponse>(
        DuplexStreamingServerMethod<TRequest, TResponse> handler, IReadOnlyList<InterceptorActivator> interceptors)
        where TRequest : class where TResponse : class =>
        interceptors.Reverse().Aggregate(handler, (next, interceptor) =>
            (requests, responses, context) => interceptor.Activate(context).DuplexStreamingServerHandler(requests, responses, context, next));
}
