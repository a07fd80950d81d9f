using Grpc.Core;

namespace Ota.Rpc.Tests.Support;

internal sealed class EchoService(EchoScript script) : Echo.EchoBase
{
    public override Task<EchoMessage> Unary(EchoMessage request, ServerCallContext context) => script.Unary(request, context);

    public override Task<EchoMessage> Collect(IAsyncStreamReader<EchoMessage> requestStream, ServerCallContext context) =>
        script.Collect(requestStream, context);

    public override Task Expand(EchoMessage request, IServerStreamWriter<EchoMessage> responseStream, ServerCallContext context) =>
        script.Expand(request, responseStream, context);

    public override Task Chat(
        IAsyncStreamReader<EchoMessage> requestStream, IServerStreamWriter<EchoMessage> responseStream, ServerCallContext context) =>
        script.Chat(requestStream, responseStream, context);
}
