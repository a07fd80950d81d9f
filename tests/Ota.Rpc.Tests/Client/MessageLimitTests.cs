using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Ota.Rpc.Tests.Client;

/// <summary>The limits of message sizes, both ways.</summary>
public sealed class MessageLimitTests
{
    private static readonly Note Small = new() { Number = 5 };

    [Fact]
    public async Task A_response_over_the_limit_is_RESOURCE_EXHAUSTED_from_its_header_alone()
    {
        TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            await http.Response.Body.WriteAsync(new byte[] { 0, 0x7f, 0xff, 0xff, 0xff });
            await http.UntilAbortedAsync();
            aborted.SetResult();
        });
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { MaxReceiveMessageSize = 100 });

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.ResourceExhausted);
        await aborted.Task.Limited();
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task The_limit_of_responses_is_exact(int size, bool fits)
    {
        byte[] message = new Note { Payload = ByteString.CopyFrom(new byte[size - 2]) }.ToByteArray();
        message.Should().HaveCount(size);
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            await http.Response.Body.WriteAsync(Wire.Frame(message));
            http.End(0);
        });
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { MaxReceiveMessageSize = 100 });
        Task<Note> response = new Calls.CallsClient(channel).UnaryAsync(new Note()).ResponseAsync;

        if (fits)
            (await response.Limited()).CalculateSize().Should().Be(size);
        else
            (await response.FailureAsync()).StatusCode.Should().Be(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task A_small_message_that_inflates_over_the_limit_is_RESOURCE_EXHAUSTED()
    {
        using MemoryStream bomb = new();
        using (GZipStream gzip = new(bomb, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(new byte[10_000_000]);
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            http.Response.Headers["grpc-encoding"] = "gzip";
            await http.Response.Body.WriteAsync(Wire.Frame(bomb.ToArray(), flag: 1));
            http.End(0);
        });
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { MaxReceiveMessageSize = 100_000 });

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task A_request_over_the_limit_is_RESOURCE_EXHAUSTED_and_nothing_is_sent()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.AnswerAsync(Small));
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { MaxSendMessageSize = 100 });
        Calls.CallsClient client = new(channel);
        using AsyncUnaryCall<Note> call = client.UnaryAsync(new Note { Payload = ByteString.CopyFrom(new byte[101]) });

        RpcException failure = await call.FailureAsync();
        await client.UnaryAsync(new Note { Number = 1 }).Limited();

        failure.StatusCode.Should().Be(StatusCode.ResourceExhausted);
        call.GetStatus().StatusCode.Should().Be(StatusCode.ResourceExhausted);
        server.Requests.Should().HaveCount(1, "only the second call may reach the server");
    }

    [Fact]
    public async Task A_streamed_request_over_the_limit_fails_alone_and_the_stream_goes_on()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { MaxSendMessageSize = 100 });
        using AsyncClientStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Upload();

        await call.RequestStream.WriteAsync(new Note { Number = 1 });
        Task tooLarge = call.RequestStream.WriteAsync(new Note { Payload = ByteString.CopyFrom(new byte[200]) });
        (await tooLarge.FailureAsync()).StatusCode.Should().Be(StatusCode.ResourceExhausted);
        await call.RequestStream.WriteAsync(new Note { Number = 2 });
        await call.RequestStream.CompleteAsync();

        (await call.ResponseAsync.Limited()).Number.Should().Be(2);
    }
}
