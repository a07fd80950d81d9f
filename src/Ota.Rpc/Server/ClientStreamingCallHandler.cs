using Grpc.Core;

namespace Grpc.AspNetCore.Server;

internal sealed class ClientStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, MethodOptions options, ServerServices services, ClientStreamingServerMethod<TRequest, TResponse> handler)
    : ServerCallHandler(method, options, services)
    where TRequest : class where TResponse : class
{
    protected override bool RequestsStream => true;

    protected override async Task InvokeAsync(ServerCall call)
    {
        RequestStreamReader<TRequest> requests = new(call, method.RequestMarshaller.ContextualDeserializer);
        TResponse response = await handler(requests, call).ConfigureAwait(false);
        await SingleResponse.WriteAsync(call, response, method.ResponseMarshaller.ContextualSerializer).ConfigureAwait(false);
    }
}
