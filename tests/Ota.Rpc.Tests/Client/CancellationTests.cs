using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Ota.Testing;

namespace Ota.Rpc.Tests.Client;

public sealed class CancellationTests
{
    public enum By
    {
        Token,
        Dispose,
        Channel,
    }

    [Theory]
    [InlineData(By.Token)]
    [InlineData(By.Dispose)]
    [InlineData(By.Channel)]
    public async Task A_call_that_waits_for_its_response_is_cancelled_and_the_server_sees_it(By by)
    {
        await using LiveServer server = await LiveServer.StartAsync();
        TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Handlers.Unary = async (note, context) =>
        {
            began.SetResult();
            await CallsHandlers.UntilCancelledAsync(context, ended);
            return note;
        };
        GrpcChannel channel = server.Channel();
        using CancellationTokenSource cancel = new();
        AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note(), cancellationToken: cancel.Token);

        await began.Task.Limited();
        Stop(by, cancel, call, channel);

        (await call.FailureAsync()).StatusCode.Should().Be(StatusCode.Cancelled);
        call.GetStatus().StatusCode.Should().Be(StatusCode.Cancelled);
        await ended.Task.Limited();
        channel.Dispose();
    }

    [Theory]
    [InlineData(By.Token)]
    [InlineData(By.Dispose)]
    [InlineData(By.Channel)]
    public async Task A_stream_is_cancelled_after_its_first_response_while_nobody_reads(By by)
    {
        await using LiveServer server = await LiveServer.StartAsync();
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Handlers.Download = async (note, responses, context) =>
        {
            await responses.WriteAsync(note);
            await CallsHandlers.UntilCancelledAsync(context, ended);
        };
        GrpcChannel channel = server.Channel();
        using CancellationTokenSource cancel = new();
        AsyncServerStreamingCall<Note> call = new Calls.CallsClient(channel).Download(new Note(), cancellationToken: cancel.Token);

        (await call.ResponseStream.MoveNext().Limited()).Should().BeTrue();
        Stop(by, cancel, call, channel);

        await ended.Task.Limited();
        (await call.ResponseStream.MoveNext().FailureAsync()).StatusCode.Should().Be(StatusCode.Cancelled);
        channel.Dispose();
    }

    [Theory]
    [InlineData(By.Token)]
    [InlineData(By.Dispose)]
    [InlineData(By.Channel)]
    public async Task A_write_that_waits_for_room_is_cancelled(By by)
    {
        await using LiveServer server = await LiveServer.StartAsync();
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Handlers.Upload = async (_, context) =>
        {
            await CallsHandlers.UntilCancelledAsync(context, ended);
            return new Note();
        };
        GrpcChannel channel = server.Channel();
        using CancellationTokenSource cancel = new();
        AsyncClientStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Upload(cancellationToken: cancel.Token);
        Task stuck = DeadlineTests.WriteUntilStuckAsync(call.RequestStream, new Note { Payload = ByteString.CopyFrom(new byte[100_000]) });

        Stop(by, cancel, call, channel);

        (await stuck.FailureAsync()).StatusCode.Should().Be(StatusCode.Cancelled);
        (await call.ResponseAsync.FailureAsync()).StatusCode.Should().Be(StatusCode.Cancelled);
        (await call.RequestStream.WriteAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.Cancelled);
        channel.Dispose();
    }

    [Fact]
    public async Task The_token_of_a_read_cancels_the_whole_call()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Handlers.Download = (_, _, context) => CallsHandlers.UntilCancelledAsync(context, ended);
        using GrpcChannel channel = server.Channel();
        using CancellationTokenSource cancel = new();
        using AsyncServerStreamingCall<Note> call = new Calls.CallsClient(channel).Download(new Note());

        Task<bool> read = call.ResponseStream.MoveNext(cancel.Token);
        await cancel.CancelAsync();

        (await read.FailureAsync()).StatusCode.Should().Be(StatusCode.Cancelled);
        (await call.ResponseStream.MoveNext().FailureAsync()).StatusCode.Should().Be(StatusCode.Cancelled);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_token_of_a_write_cancels_the_whole_call(bool before)
    {
        await using LiveServer server = await LiveServer.StartAsync();
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Handlers.Chat = (_, _, context) => CallsHandlers.UntilCancelledAsync(context, ended);
        using GrpcChannel channel = server.Channel();
        using CancellationTokenSource cancel = new();
        using AsyncDuplexStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Chat();
        if (before)
            await cancel.CancelAsync();

        Func<Task> write = async () =>
        {
            for (int i = 0; i < 1000; i++)
                await call.RequestStream.WriteAsync(new Note { Payload = ByteString.CopyFrom(new byte[100_000]) }, cancel.Token);
        };
        Task stuck = write();
        await cancel.CancelAsync();

        (await stuck.FailureAsync()).StatusCode.Should().Be(StatusCode.Cancelled);
        (await call.ResponseStream.MoveNext().FailureAsync()).StatusCode.Should().Be(StatusCode.Cancelled);
    }

    [Fact]
    public async Task A_token_that_fired_before_sends_nothing()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.AnswerAsync(new Note()));
        using GrpcChannel channel = server.Channel();

        RpcException failure = await new Calls.CallsClient(channel)
            .UnaryAsync(new Note(), cancellationToken: new CancellationToken(canceled: true)).FailureAsync();

        failure.StatusCode.Should().Be(StatusCode.Cancelled);
        server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Where_asked_for_a_cancelled_call_throws_OperationCanceledException_with_the_callers_token()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.UntilAbortedAsync());
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true });
        using CancellationTokenSource cancel = new();
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note(), cancellationToken: cancel.Token);

        await cancel.CancelAsync();
        Func<Task> wait = () => call.Limited();

        (await wait.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
    }

    [Fact]
    public async Task Disposing_of_a_finished_call_keeps_its_outcome()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note());

        await call.Limited();
        call.Dispose();
        call.Dispose();

        call.GetStatus().StatusCode.Should().Be(StatusCode.OK);
    }

    [Fact]
    public void A_disposed_channel_takes_no_call()
    {
        GrpcChannel channel = GrpcChannel.ForAddress("http://127.0.0.1:1");
        Calls.CallsClient client = new(channel);
        channel.Dispose();

        client.Invoking(closed => closed.UnaryAsync(new Note())).Should().Throw<ObjectDisposedException>();
        channel.Invoking(closed => closed.CreateCallInvoker()).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task Calls_given_up_leave_no_call_on_the_server_and_no_unobserved_error()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        List<Exception> unobserved = [];
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, args) =>
        {
            if (args.Exception.ToString().Contains("Grpc", StringComparison.Ordinal))
                unobserved.Add(args.Exception);
        };
        TaskScheduler.UnobservedTaskException += note;
        try
        {
            await GiveUpAsync(server);
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= note;
        }

        unobserved.Should().BeEmpty();
    }

    // The transport may hold the headers of a request back until its body is flushed, which happens now and then when the call
    // before was just given up. A call whose first message comes late would then never begin.
    [Fact]
    public async Task A_stream_begins_without_a_first_message_even_right_after_another_was_given_up()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        server.Handlers.Upload = async (_, context) =>
        {
            await context.WriteResponseHeadersAsync([]);
            await CallsHandlers.UntilCancelledAsync(context, new TaskCompletionSource());
            return new Note();
        };
        using GrpcChannel channel = server.Channel();
        Note large = new() { Payload = ByteString.CopyFrom(new byte[100_000]) };

        for (int i = 0; i < 2000; i++)
        {
            using AsyncClientStreamingCall<Note, Note> upload = new Calls.CallsClient(channel).Upload();
            await upload.ResponseHeadersAsync.Limited();
            _ = upload.RequestStream.WriteAsync(large);
        }
    }

    private static async Task GiveUpAsync(LiveServer server)
    {
        server.Handlers.Upload = async (_, context) =>
        {
            await context.WriteResponseHeadersAsync([]);
            await CallsHandlers.UntilCancelledAsync(context, new TaskCompletionSource());
            return new Note();
        };
        server.Handlers.Chat = async (_, _, context) =>
        {
            await context.WriteResponseHeadersAsync([]);
            await CallsHandlers.UntilCancelledAsync(context, new TaskCompletionSource());
        };
        using GrpcChannel channel = server.Channel();
        Calls.CallsClient client = new(channel);
        Note large = new() { Payload = ByteString.CopyFrom(new byte[100_000]) };
        for (int i = 0; i < 10; i++)
        {
            AsyncClientStreamingCall<Note, Note> upload = client.Upload();
            AsyncDuplexStreamingCall<Note, Note> chat = client.Chat();
            await upload.ResponseHeadersAsync.Limited();
            await chat.ResponseHeadersAsync.Limited();
            _ = upload.RequestStream.WriteAsync(large);
            Task<bool> read = chat.ResponseStream.MoveNext();
            upload.Dispose();
            chat.Dispose();
            (await read.FailureAsync()).StatusCode.Should().Be(StatusCode.Cancelled);
        }
        await server.Handlers.WhenIdleAsync().Limited();
        using ClosedPort closed = new();
        using GrpcChannel nowhere = GrpcChannel.ForAddress($"http://127.0.0.1:{closed.Number}");
        _ = new Calls.CallsClient(nowhere).UnaryAsync(large);
        await new Calls.CallsClient(nowhere).UnaryAsync(large).FailureAsync();
    }

    private static void Stop(By by, CancellationTokenSource cancel, IDisposable call, GrpcChannel channel)
    {
        switch (by)
        {
            case By.Token:
                cancel.Cancel();
                break;
            case By.Dispose:
                call.Dispose();
                break;
            default:
                channel.Dispose();
                break;
        }
    }
}
