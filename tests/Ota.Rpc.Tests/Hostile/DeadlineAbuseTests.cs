using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Ota.Rpc.Tests.Support;
using Ota.Testing;

namespace Ota.Rpc.Tests.Hostile;

/// <summary>grpc-timeout in every shape, and peers and handlers that do not care about it.</summary>
public sealed class DeadlineAbuseTests
{
    private const string Unary = "/ota.rpc.tests.Echo/Unary";
    private const string Chat = "/ota.rpc.tests.Echo/Chat";

    private readonly ManualTime _time = new(DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("-1S")]
    [InlineData("123456789S")]
    [InlineData("1s")]
    public async Task A_malformed_timeout_is_refused(string timeout)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        RawAnswer answer = await peer.CallAsync(1, Unary, RpcClient.Frame([]), ("grpc-timeout", timeout));

        answer.StatusCode.Should().Be(StatusCode.Internal);
        answer.TrailersOnly.Should().BeTrue();
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task Two_timeouts_are_refused()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        RawAnswer answer = await peer.CallAsync(1, Unary, RpcClient.Frame([]), ("grpc-timeout", "1H"), ("grpc-timeout", "2H"));

        answer.StatusCode.Should().Be(StatusCode.Internal);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task The_longest_timeout_is_served()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        DateTime deadline = default;
        server.Script.Unary = (request, context) =>
        {
            deadline = context.Deadline;
            return Task.FromResult(request);
        };
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        RawAnswer answer = await peer.CallAsync(1, Unary, RpcClient.Frame([]), ("grpc-timeout", "99999999H"));

        answer.StatusCode.Should().Be(StatusCode.OK);
        deadline.Should().Be(DateTime.MaxValue);
    }

    [Theory]
    [InlineData("1n")]
    [InlineData("0S")]
    public async Task The_deadline_is_answered_while_a_handler_that_ignores_it_still_runs(string timeout)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        TaskCompletionSource<EchoMessage> gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.Unary = (_, _) => gate.Task;
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        RawAnswer answer = await peer.CallAsync(1, Unary, RpcClient.Frame([]), ("grpc-timeout", timeout));

        answer.StatusCode.Should().Be(StatusCode.DeadlineExceeded);
        answer.TrailersOnly.Should().BeTrue();
        gate.SetResult(new EchoMessage()); // The late answer has nowhere to go, and nobody is told off for it.
        await peer.PingAsync();
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_peer_that_stops_in_the_middle_of_a_message_gets_DEADLINE_EXCEEDED()
    {
        await using RpcServer server = await StartWithManualTimeAsync();
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.Chat = async (requests, _, _) =>
        {
            started.SetResult();
            await requests.MoveNext(CancellationToken.None);
        };
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        await peer.SendHeadersAsync(1, RawHttp2.Call(Chat, ("grpc-timeout", "10S")));
        await peer.SendDataAsync(1, [0, 0, 0, 0, 100, 1, 2, 3]);
        await started.Task.Within();
        _time.Advance(TimeSpan.FromSeconds(10));

        (await peer.ReadAnswerAsync()).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_deadline_ends_a_call_whose_handler_is_held_back_by_flow_control()
    {
        await using RpcServer server = await StartWithManualTimeAsync();
        TaskCompletionSource<Exception> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.Expand = async (_, responses, _) =>
        {
            try
            {
                while (true)
                {
                    Task write = responses.WriteAsync(new EchoMessage { Text = new string('x', 100_000) });
                    if (!write.IsCompleted)
                        stuck.TrySetResult();
                    await write;
                }
            }
            catch (Exception exception)
            {
                ended.SetResult(exception);
                throw;
            }
        };
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port, window: 0);

        await peer.SendHeadersAsync(1, RawHttp2.Call("/ota.rpc.tests.Echo/Expand", ("grpc-timeout", "10S")));
        await peer.SendDataAsync(1, RpcClient.Frame([]), end: true);
        await stuck.Task.Within();
        _time.Advance(TimeSpan.FromSeconds(10));

        (await ended.Task.Within()).Should().BeAssignableTo<OperationCanceledException>();
        (await peer.ReadAnswerAsync()).Reset.Should().Be(8, "trailers cannot pass the messages that the peer does not take");
        await server.ShouldStillServeAsync();
    }

    private Task<RpcServer> StartWithManualTimeAsync() => RpcServer.StartAsync(services: services => services.AddSingleton<TimeProvider>(_time));
}
