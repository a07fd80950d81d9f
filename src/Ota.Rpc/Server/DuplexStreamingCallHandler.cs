using Grpc.Core;

namespace Grpc.AspNetCore.Server;

internal sealed class DuplexStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, MethodOptions options, ServerServices services, DuplexStreamingServerMethod<TRequest, TResponse> handler)
    : ServerCallHandler(method, options, services)
    where TRequest : class where TResponse : class
{
    protected override bool RequestsStream => true;

    protected override Task InvokeAsync(ServerCall call) => handler(
        new RequestStreamReader<TRequest>(call, method.RequestMarshaller.ContextualDeserializer),
        new ResponseStreamWriter<TResponse>(call, method.ResponseMarshaller.ContextualSerializer),
        call);
}
