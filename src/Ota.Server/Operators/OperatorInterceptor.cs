using Grpc.Core;
using Grpc.Core.Interceptors;
using Ota.Core.Operators;

namespace Ota.Server.Operators;

/// <summary>Leads every gRPC call through the <see cref="CallGate"/>.</summary>
internal sealed class OperatorInterceptor(CallGate gate) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        gate.PassAsync(context, RequestTrace.Of(request), () => continuation(request, context));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        RequestTrace trace = new();
        bool isBulk = AuthorizationPolicy.RuleFor(context.Method) is { IsBulk: true };
        return gate.PassAsync(context, trace, () => continuation(new TracedReader<TRequest>(requestStream, trace, isBulk), context));
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        gate.PassAsync(context, RequestTrace.Of(request), () => Finish(continuation(request, responseStream, context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        RequestTrace trace = new();
        return gate.PassAsync(
            context, trace, () => Finish(continuation(new TracedReader<TRequest>(requestStream, trace), responseStream, context)));
    }

    // The gate is written once, for calls that return something.
    private static async Task<bool> Finish(Task handler)
    {
        await handler;
        return true;
    }
}
