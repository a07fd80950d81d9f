using Grpc.Core;

namespace Grpc.AspNetCore.Server;

internal sealed class UnaryCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, MethodOptions options, ServerServices services, UnaryServerMethod<TRequest, TResponse> handler)
    : ServerCallHandler(method, options, services)
    where TRequest : class where TResponse : class
{
    protected override async Task InvokeAsync(ServerCall call)
    {
        TRequest request = await SingleRequest.ReadAsync(call, method.RequestMarshaller.ContextualDeserializer).ConfigureAwait(false);
        TResponse response = await handler(request, call).ConfigureAwait(false);
        await SingleResponse.WriteAsync(call, response, method.ResponseMarshaller.ContextualSerializer).ConfigureAwait(false);
    }
}
