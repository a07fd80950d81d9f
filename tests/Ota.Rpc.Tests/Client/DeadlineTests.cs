using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Ota.Testing;

namespace Ota.Rpc.Tests.Client;

public sealed class DeadlineTests
{
    private readonly SteppedTime _time = new();

    [Fact]
    public async Task A_deadline_that_is_over_ends_the_call_before_it_connects()
    {
        using ClosedPort closed = new();
        using GrpcChannel channel = GrpcChannel.ForAddress($"http://127.0.0.1:{closed.Number}", new GrpcChannelOptions { Time = _time });

        RpcException failure = await new Calls.CallsClient(channel).UnaryAsync(new Note(), deadline: _time.Utc).FailureAsync();

        failure.StatusCode.Should().Be(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task A_deadline_strikes_while_the_connection_is_being_made()
    {
        TaskCompletionSource connecting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, cancel) =>
            {
                connecting.SetResult();
                await Task.Delay(Timeout.Infinite, cancel);
                return Stream.Null;
            },
        };
        using GrpcChannel channel = GrpcChannel.ForAddress("http://127.0.0.1:1", new GrpcChannelOptions { HttpHandler = handler, Time = _time });
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note(), deadline: _time.Utc.AddSeconds(5));

        await connecting.Task.Limited();
        _time.Advance(TimeSpan.FromSeconds(4.999));
        call.ResponseAsync.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.001));

        (await call.FailureAsync()).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task A_deadline_strikes_before_the_headers_and_the_server_sees_the_stream_end()
    {
        TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            began.SetResult();
            await http.UntilAbortedAsync();
            aborted.SetResult();
        });
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { Time = _time });
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note(), deadline: _time.Utc.AddSeconds(5));

        await began.Task.Limited();
        _time.Advance(TimeSpan.FromSeconds(5));

        (await call.FailureAsync()).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
        (await call.ResponseHeadersAsync.FailureAsync()).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
        await aborted.Task.Limited();
    }

    [Fact]
    public async Task A_deadline_strikes_in_mid_stream_even_while_nobody_reads()
    {
        TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            await http.Response.Body.WriteAsync(Wire.Frame(new Note { Number = 1 }));
            await http.Response.Body.FlushAsync();
            await http.UntilAbortedAsync();
            aborted.SetResult();
        });
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { Time = _time });
        using AsyncServerStreamingCall<Note> call = new Calls.CallsClient(channel).Download(new Note(), deadline: _time.Utc.AddSeconds(5));

        (await call.ResponseStream.MoveNext().Limited()).Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(5));

        await aborted.Task.Limited();
        call.GetStatus().StatusCode.Should().Be(StatusCode.DeadlineExceeded);
        (await call.ResponseStream.MoveNext().FailureAsync()).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task A_deadline_ends_a_write_that_waits_for_room_and_every_later_one()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.UntilAbortedAsync());
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { Time = _time });
        using AsyncClientStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Upload(deadline: _time.Utc.AddSeconds(5));
        Note large = new() { Payload = ByteString.CopyFrom(new byte[100_000]) };

        Task stuck = WriteUntilStuckAsync(call.RequestStream, large);
        _time.Advance(TimeSpan.FromSeconds(5));

        (await stuck.FailureAsync()).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
        (await call.RequestStream.WriteAsync(large).FailureAsync()).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
        (await call.ResponseAsync.FailureAsync()).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task A_deadline_is_inherited_from_the_call_on_whose_behalf_a_call_is_made()
    {
        string? inner = null;
        await using ScriptedServer last = await ScriptedServer.StartAsync(http =>
        {
            inner = http.Request.Headers["grpc-timeout"];
            return http.AnswerAsync(new Note());
        });
        using GrpcChannel onward = last.Channel();
        await using LiveServer first = await LiveServer.StartAsync();
        first.Handlers.Unary = async (note, context) =>
            await new Calls.CallsClient(onward).UnaryAsync(note, new CallOptions(propagationToken: context.CreatePropagationToken()));
        using GrpcChannel channel = first.Channel();

        await new Calls.CallsClient(channel).UnaryAsync(new Note(), deadline: DateTime.UtcNow.AddSeconds(60)).Limited();

        inner.Should().EndWith("u");
        long.Parse(inner![..^1], System.Globalization.CultureInfo.InvariantCulture).Should().BeInRange(20_000_000, 60_000_000);
    }

    [Fact]
    public async Task A_call_is_cancelled_with_the_call_on_whose_behalf_it_is_made()
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer last = await ScriptedServer.StartAsync(async http =>
        {
            reached.SetResult();
            await http.UntilAbortedAsync();
            aborted.SetResult();
        });
        using GrpcChannel onward = last.Channel();
        await using LiveServer first = await LiveServer.StartAsync();
        first.Handlers.Unary = async (note, context) =>
            await new Calls.CallsClient(onward).UnaryAsync(note, new CallOptions(propagationToken: context.CreatePropagationToken()));
        using GrpcChannel channel = first.Channel();
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note());

        await reached.Task.Limited();
        call.Dispose();

        await aborted.Task.Limited();
    }

    [Theory]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public void A_deadline_that_is_not_UTC_is_refused(DateTimeKind kind)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress("http://127.0.0.1:1");
        DateTime deadline = DateTime.SpecifyKind(new DateTime(2030, 1, 1), kind);

        channel.Invoking(open => new Calls.CallsClient(open).UnaryAsync(new Note(), deadline: deadline))
            .Should().Throw<ArgumentException>().WithMessage("*UTC*");
    }

    [Theory]
    [InlineData(0.5, "500000u")]
    [InlineData(99.999999, "99999999u")]
    [InlineData(100, "100000m")]
    [InlineData(100_000, "100000S")]
    public async Task The_time_that_is_left_goes_to_the_server(double seconds, string expected)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.AnswerAsync(new Note()));
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { Time = _time });

        await new Calls.CallsClient(channel).UnaryAsync(new Note(), deadline: _time.Utc.AddSeconds(seconds)).Limited();

        server.Requests.Single()["grpc-timeout"].Should().Be(expected);
    }

    [Fact]
    public async Task No_deadline_sends_no_timeout()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.AnswerAsync(new Note()));
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { Time = _time });

        await new Calls.CallsClient(channel).UnaryAsync(new Note(), deadline: DateTime.MaxValue).Limited();

        server.Requests.Single().Should().NotContainKey("grpc-timeout");
    }

    [Fact]
    public async Task A_deadline_far_away_strikes_then_and_not_before()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.UntilAbortedAsync());
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { Time = _time });
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note(), deadline: _time.Utc.AddDays(100));

        for (int day = 0; day < 99; day++)
            _time.Advance(TimeSpan.FromDays(1));
        call.ResponseAsync.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromDays(1));

        (await call.FailureAsync()).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Where_asked_for_the_deadline_throws_OperationCanceledException_with_the_status_inside()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.UntilAbortedAsync());
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { Time = _time, ThrowOperationCanceledOnCancellation = true });
        using AsyncServerStreamingCall<Note> call = new Calls.CallsClient(channel).Download(new Note(), deadline: _time.Utc.AddSeconds(1));

        _time.Advance(TimeSpan.FromSeconds(1));
        Func<Task> read = () => call.ResponseStream.MoveNext().Limited();

        (await read.Should().ThrowAsync<OperationCanceledException>()).Which.InnerException
            .Should().BeOfType<RpcException>().Which.StatusCode.Should().Be(StatusCode.DeadlineExceeded);
    }

    /// <summary>Writes until one write does not complete; gives that one.</summary>
    internal static async Task WriteUntilStuckAsync(IClientStreamWriter<Note> stream, Note note)
    {
        // Our buffer, the transport's and the peer's windows hold far less than 100 MB.
        for (int i = 0; i < 1000; i++)
            await stream.WriteAsync(note);
        throw new InvalidOperationException("Writes were never held back.");
    }
}
