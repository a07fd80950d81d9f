using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Hostile;

/// <summary>Peers that reset a stream or vanish in the middle of a call.</summary>
public sealed class LostPeerTests
{
    private const string Chat = "/ota.rpc.tests.Echo/Chat";

    public enum Way
    {
        Reset,
        Cut,
        GoodBye,
    }

    [Theory]
    [InlineData(Way.Reset)]
    [InlineData(Way.Cut)]
    [InlineData(Way.GoodBye)]
    public async Task A_handler_that_waits_learns_that_its_caller_is_gone(Way way)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        TaskCompletionSource<CancellationToken> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.Chat = async (_, _, context) =>
        {
            started.SetResult(context.CancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
        };
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);
        await peer.SendHeadersAsync(1, RawHttp2.Call(Chat));
        CancellationToken token = await started.Task.Within();

        await LeaveAsync(peer, way);

        await token.FiredAsync();
        await server.ShouldStillServeAsync();
    }

    [Theory]
    [InlineData(Way.Reset)]
    [InlineData(Way.Cut)]
    public async Task A_read_under_way_ends_without_an_error_in_the_log(Way way)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using SemaphoreSlim started = new(0);
        using SemaphoreSlim ended = new(0);
        server.Script.Chat = async (requests, _, _) =>
        {
            started.Release();
            try
            {
                await requests.MoveNext(CancellationToken.None);
            }
            finally
            {
                ended.Release();
            }
        };
        for (int i = 0; i < 100; i++) // The token and the broken read race: neither order may be taken for a fault of the handler.
        {
            await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);
            await peer.SendHeadersAsync(1, RawHttp2.Call(Chat));
            await peer.SendDataAsync(1, [0, 0, 0]);
            (await started.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();
            await LeaveAsync(peer, way);
            (await ended.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();
        }
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task Unread_bytes_in_front_of_a_reset_do_not_hide_it()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using SemaphoreSlim ended = new(0);
        server.Script.Chat = async (_, _, context) =>
        {
            await context.WriteResponseHeadersAsync([]);
            await context.CancellationToken.FiredAsync();
            ended.Release();
        };
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);
        byte[] piece = new byte[16_000];
        for (int stream = 1; stream < 200; stream += 2)
        {
            await peer.SendHeadersAsync(stream, RawHttp2.Call(Chat));
            await peer.ReadAsync(stream, frame => frame.Type == RawFrameType.Headers);
            await peer.SendDataAsync(stream, [0, 0, 0xff, 0, 0, .. piece]);
            await peer.SendDataAsync(stream, piece);
            await peer.SendResetAsync(stream);
            (await ended.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();
        }
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_request_that_is_reset_before_its_message_is_whole_is_no_error()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);
        for (int stream = 1; stream < 200; stream += 2)
        {
            await peer.SendHeadersAsync(stream, RawHttp2.Call("/ota.rpc.tests.Echo/Unary"));
            await peer.SendDataAsync(stream, [0, 0, 0, 0, 9, 1]);
            await peer.PingAsync();
            await peer.SendResetAsync(stream);
        }
        await peer.PingAsync();
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_handler_that_writes_under_a_token_of_its_own_is_stopped_too()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenSource own = new();
        server.Script.Chat = async (_, responses, _) =>
        {
            try
            {
                while (true)
                    await responses.WriteAsync(new EchoMessage { Text = new string('x', 1000) }, own.Token);
            }
            finally
            {
                ended.SetResult();
            }
        };
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);
        await peer.SendHeadersAsync(1, RawHttp2.Call(Chat));
        await peer.ReadAsync(1, frame => frame.Type == RawFrameType.Data);

        await peer.SendResetAsync(1);

        try
        {
            await ended.Task.Within();
        }
        finally
        {
            await own.CancelAsync();
        }
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task Streams_that_are_opened_and_reset_in_a_flood_cost_the_peer_its_connection_at_most()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        server.Log.Expect(60); // Kestrel's own word for this: its output queue is full.
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);
        try
        {
            for (int stream = 1; stream < 10_000; stream += 2)
            {
                await peer.SendHeadersAsync(stream, RawHttp2.Call(Chat));
                await peer.SendResetAsync(stream);
            }
        }
        catch (IOException)
        {
            // Refused: that is the server's right.
        }
        await server.ShouldStillServeAsync();
    }

    private static async Task LeaveAsync(RawHttp2 peer, Way way)
    {
        if (way == Way.Reset)
            await peer.SendResetAsync(1);
        else if (way == Way.GoodBye)
            await peer.DisposeAsync();
        else
            peer.Cut();
    }
}
