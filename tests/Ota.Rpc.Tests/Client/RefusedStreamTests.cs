using Grpc.Core;
using Grpc.Net.Client;

namespace Ota.Rpc.Tests.Client;

/// <summary>REFUSED_STREAM says that nobody looked at the call: it may be made again, but never with other requests.</summary>
public sealed class RefusedStreamTests
{
    private const int RefusedStream = 7;

    [Fact]
    public async Task A_refused_call_is_made_again_without_a_policy()
    {
        int calls = 0;
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            await http.ReadAllAsync();
            if (Interlocked.Increment(ref calls) == 1)
                http.Reset(RefusedStream);
            else
                await http.AnswerAsync(new Note { Number = 1 });
        });
        using GrpcChannel channel = server.Channel();

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).Limited()).Number.Should().Be(1);
        server.Requests.Should().HaveCount(2).And.AllSatisfy(headers => headers.Should().NotContainKey("grpc-previous-rpc-attempts"));
    }

    [Fact]
    public async Task A_server_that_refuses_always_ends_the_call_with_UNAVAILABLE_after_few_tries()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            await http.ReadAllAsync();
            http.Reset(RefusedStream);
        });
        using GrpcChannel channel = server.Channel();

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.Unavailable);
        server.Requests.Count.Should().Be(4, "the transport itself makes a refused call three times more");
    }

    [Fact]
    public async Task A_stream_whose_first_messages_are_gone_is_not_made_again_without_them()
    {
        List<int> seen = [];
        int calls = 0;
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                await http.ReadNoteAsync();
                http.Reset(RefusedStream);
                return;
            }
            while (await http.ReadNoteAsync() is { } note)
                seen.Add(note.Number);
            await http.AnswerAsync(new Note());
        });
        using GrpcChannel channel = server.Channel();
        using AsyncClientStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Upload();

        await call.RequestStream.WriteAsync(new Note { Number = 1 });
        (await call.ResponseAsync.FailureAsync()).StatusCode.Should().Be(StatusCode.Unavailable);

        seen.Should().BeEmpty("a server must never see the rest of a stream as the whole of it");
    }
}
