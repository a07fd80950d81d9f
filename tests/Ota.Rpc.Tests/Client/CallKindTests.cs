using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Ota.Rpc.Tests.Client;

/// <summary>The four kinds of call against our own server.</summary>
public sealed class CallKindTests
{
    [Fact]
    public async Task A_unary_call_gives_the_response_the_status_and_the_trailers()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note { Number = 7, Text = "grüße" });

        Note response = await call.Limited();

        response.Should().Be(new Note { Number = 7, Text = "grüße" });
        call.GetStatus().Should().Be(Status.DefaultSuccess);
        call.GetTrailers().Should().BeEmpty();
    }

    [Fact]
    public async Task Metadata_that_no_header_can_carry_is_refused_with_what_to_do()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        using GrpcChannel channel = server.Channel();

        Func<Task> call = async () => await new Calls.CallsClient(channel).UnaryAsync(new Note(), new Metadata { { "name", "grüße" } });

        RpcException refused = (await call.Should().ThrowAsync<RpcException>()).Which;
        refused.StatusCode.Should().Be(StatusCode.InvalidArgument);
        refused.Status.Detail.Should().Contain("'name-bin'");
    }

    [Fact]
    public async Task A_blocking_unary_call_gives_the_response()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        using GrpcChannel channel = server.Channel();

        Note response = await Task.Run(() => new Calls.CallsClient(channel).Unary(new Note { Number = 3 })).Limited();

        response.Number.Should().Be(3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task A_client_streaming_call_sends_every_request(int count)
    {
        await using LiveServer server = await LiveServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using AsyncClientStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Upload();

        for (int i = 0; i < count; i++)
            await call.RequestStream.WriteAsync(new Note { Number = i }).Limited();
        await call.RequestStream.CompleteAsync().Limited();

        (await call.ResponseAsync.Limited()).Number.Should().Be(count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task A_server_streaming_call_gives_every_response_in_order(int count)
    {
        await using LiveServer server = await LiveServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using AsyncServerStreamingCall<Note> call = new Calls.CallsClient(channel).Download(new Note { Number = count });

        List<int> numbers = [];
        await foreach (Note note in call.ResponseStream.ReadAllAsync())
            numbers.Add(note.Number);

        numbers.Should().Equal(Enumerable.Range(0, count));
        call.GetStatus().StatusCode.Should().Be(StatusCode.OK);
        (await call.ResponseStream.MoveNext().Limited()).Should().BeFalse("the end stays the end");
    }

    [Fact]
    public async Task A_duplex_call_answers_each_request_before_the_next_is_sent()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using AsyncDuplexStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Chat();

        for (int i = 0; i < 100; i++)
        {
            await call.RequestStream.WriteAsync(new Note { Number = i }).Limited();
            (await call.ResponseStream.MoveNext().Limited()).Should().BeTrue();
            call.ResponseStream.Current.Number.Should().Be(i);
        }
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext().Limited()).Should().BeFalse();
    }

    [Fact]
    public async Task An_empty_duplex_call_ends_with_OK()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using AsyncDuplexStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Chat();

        await call.RequestStream.CompleteAsync();

        (await call.ResponseStream.MoveNext().Limited()).Should().BeFalse();
        call.GetStatus().StatusCode.Should().Be(StatusCode.OK);
    }

    [Fact]
    public async Task Messages_larger_than_every_window_pass_both_ways()
    {
        await using LiveServer server = await LiveServer.StartAsync(options: options => options.MaxReceiveMessageSize = null);
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { MaxReceiveMessageSize = null });
        byte[] payload = new byte[20_000_000];
        new Random(1).NextBytes(payload);

        Note response = await new Calls.CallsClient(channel).UnaryAsync(new Note { Payload = ByteString.CopyFrom(payload) }).Limited();

        response.Payload.Span.SequenceEqual(payload).Should().BeTrue();
    }

    [Fact]
    public async Task A_long_upload_of_large_messages_arrives_byte_for_byte()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using AsyncClientStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Upload();
        byte[] all = new byte[3_000_000];
        new Random(2).NextBytes(all);

        for (int offset = 0; offset < all.Length; offset += 100_000)
            await call.RequestStream.WriteAsync(new Note { Payload = ByteString.CopyFrom(all, offset, 100_000) }).Limited();
        await call.RequestStream.CompleteAsync();

        (await call.ResponseAsync.Limited()).Payload.Span.SequenceEqual(all).Should().BeTrue();
    }

    [Fact]
    public async Task Metadata_goes_both_ways_text_and_binary()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        Metadata? seen = null;
        server.Handlers.Unary = async (note, context) =>
        {
            seen = context.RequestHeaders;
            await context.WriteResponseHeadersAsync(new Metadata { { "head", "1" }, { "head-bin", [0, 255] } });
            context.ResponseTrailers.Add("tail", "2");
            context.ResponseTrailers.Add("tail-bin", [1, 2, 3]);
            return note;
        };
        using GrpcChannel channel = server.Channel();
        Metadata sent = new() { { "plain", "a b" }, { "some-bin", [9, 8] }, { "some-bin", [] }, { "some-bin", [7] } };
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note(), sent);

        await call.Limited();
        Metadata headers = await call.ResponseHeadersAsync.Limited();

        seen!.GetValue("plain").Should().Be("a b");
        seen.GetAll("some-bin").Select(entry => entry.ValueBytes).Should().BeEquivalentTo(
            new byte[][] { [9, 8], [], [7] }, order => order.WithStrictOrdering());
        headers.GetValue("head").Should().Be("1");
        headers.GetValueBytes("head-bin").Should().Equal(0, 255);
        call.GetTrailers().GetValue("tail").Should().Be("2");
        call.GetTrailers().GetValueBytes("tail-bin").Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task Response_headers_are_there_before_the_first_message()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Handlers.Download = async (note, responses, context) =>
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "early", "yes" } });
            await go.Task;
            await responses.WriteAsync(note);
        };
        using GrpcChannel channel = server.Channel();
        using AsyncServerStreamingCall<Note> call = new Calls.CallsClient(channel).Download(new Note { Number = 1 });

        (await call.ResponseHeadersAsync.Limited()).GetValue("early").Should().Be("yes");
        Task<bool> first = call.ResponseStream.MoveNext();
        first.IsCompleted.Should().BeFalse();
        go.SetResult();
        (await first.Limited()).Should().BeTrue();
    }

    [Fact]
    public async Task Status_and_trailers_are_not_known_before_the_end()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using AsyncDuplexStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Chat();

        call.Invoking(open => open.GetStatus()).Should().Throw<InvalidOperationException>();
        call.Invoking(open => open.GetTrailers()).Should().Throw<InvalidOperationException>();
        await call.RequestStream.CompleteAsync();
        await call.ResponseStream.MoveNext().Limited();
        call.GetStatus().StatusCode.Should().Be(StatusCode.OK);
    }

    [Fact]
    public async Task There_is_no_current_message_before_the_first_and_after_the_last()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using AsyncServerStreamingCall<Note> call = new Calls.CallsClient(channel).Download(new Note { Number = 1 });

        call.ResponseStream.Invoking(stream => stream.Current).Should().Throw<InvalidOperationException>();
        await call.ResponseStream.MoveNext().Limited();
        call.ResponseStream.Current.Number.Should().Be(0);
        await call.ResponseStream.MoveNext().Limited();
        call.ResponseStream.Invoking(stream => stream.Current).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public async Task A_status_of_the_handler_arrives_with_its_message_and_trailers()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        server.Handlers.Unary = (_, _) => throw new RpcException(
            new Status(StatusCode.FailedPrecondition, "100 % ☂\n"), new Metadata { { "why", "rain" } });
        using GrpcChannel channel = server.Channel();

        RpcException failure = await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync();

        failure.Status.Should().Be(new Status(StatusCode.FailedPrecondition, "100 % ☂\n"));
        failure.Trailers.GetValue("why").Should().Be("rain");
    }
}
