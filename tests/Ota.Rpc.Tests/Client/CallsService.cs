using Grpc.Core;

namespace Ota.Rpc.Tests.Client;

/// <summary>The service of the live server; the handlers are the test's.</summary>
internal sealed class CallsService(CallsHandlers handlers) : Calls.CallsBase
{
    public override Task<Note> Unary(Note request, ServerCallContext context) =>
        handlers.CountedAsync(() => handlers.Unary(request, context));

    public override Task<Note> Upload(IAsyncStreamReader<Note> requestStream, ServerCallContext context) =>
        handlers.CountedAsync(() => handlers.Upload(requestStream, context));

    public override Task Download(Note request, IServerStreamWriter<Note> responseStream, ServerCallContext context) =>
        handlers.CountedAsync(async () =>
        {
            await handlers.Download(request, responseStream, context);
            return true;
        });

    public override Task Chat(IAsyncStreamReader<Note> requestStream, IServerStreamWriter<Note> responseStream, ServerCallContext context) =>
        handlers.CountedAsync(async () =>
        {
            await handlers.Chat(requestStream, responseStream, context);
            return true;
        });
}
