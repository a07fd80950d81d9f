using Grpc.Core;

namespace Grpc.AspNetCore.Server;

internal sealed class ServerStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, MethodOptions options, ServerServices services, ServerStreamingServerMethod<TRequest, TResponse> handler)
    : ServerCallHandler(method, options, services)
    where TRequest : class where TResponse : class
{
    protected override async Task InvokeAsync(ServerCall call)
    {
        TRequest request = await SingleRequest.ReadAsync(call, method.RequestMarshaller.ContextualDeserializer).ConfigureAwait(false);
        ResponseStreamWriter<TResponse> responses = new(call, method.ResponseMarshaller.ContextualSerializer);
        await handler(request, responses, call).ConfigureAwait(false);
    }
}
