using Grpc.Core;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Hostile;

/// <summary>Peers that do not read what they asked for.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class BackPressureTests
{
    private const string Expand = "/ota.rpc.tests.Echo/Expand";
    private const int MessageSize = 100_000;

    [Theory]
    [InlineData(0)]
    [InlineData(65_535)]
    public async Task A_peer_that_takes_nothing_holds_the_handler_back_at_bounded_memory(int window)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        int written = 0;
        TaskCompletionSource stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.Expand = async (_, responses, _) =>
        {
            EchoMessage message = new() { Text = new string('x', MessageSize) };
            for (; written < 10_000; written++) // 1 GB
            {
                Task write = responses.WriteAsync(message);
                if (!write.IsCompleted)
                    stuck.TrySetResult();
                await write;
            }
        };
        long before = MeasuredAlone.LiveBytes();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port, window);
        await peer.SendHeadersAsync(1, RawHttp2.Call(Expand));
        await peer.SendDataAsync(1, RpcClient.Frame([]), end: true);
        await stuck.Task.Within();
        await peer.PingAsync();

        long held = MeasuredAlone.LiveBytes() - before;

        written.Should().BeLessThan(10);
        held.Should().BeLessThan(8 * 1024 * 1024);
        await peer.SendResetAsync(1);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task The_handler_goes_on_when_the_peer_reads_on()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        TaskCompletionSource stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.Expand = async (_, responses, _) =>
        {
            for (int i = 0; i < 20; i++)
            {
                Task write = responses.WriteAsync(new EchoMessage { Text = new string('x', MessageSize) });
                if (!write.IsCompleted)
                    stuck.TrySetResult();
                await write;
            }
        };
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port, window: 10);
        await peer.SendHeadersAsync(1, RawHttp2.Call(Expand));
        await peer.SendDataAsync(1, RpcClient.Frame([]), end: true);
        await stuck.Task.Within();

        await peer.SendWindowUpdateAsync(0, 100 * 1024 * 1024);
        await peer.SendWindowUpdateAsync(1, 100 * 1024 * 1024);

        RawAnswer answer = await peer.ReadAnswerAsync();
        answer.StatusCode.Should().Be(StatusCode.OK);
        answer.Data.Length.Should().BeGreaterThan(20 * MessageSize);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_thousand_streams_that_stop_in_the_middle_of_a_message_hold_little_memory()
    {
        const int Connections = 10;
        const int StreamsEach = 100;
        await using RpcServer server = await RpcServer.StartAsync();
        using SemaphoreSlim started = new(0);
        server.Script.Chat = async (requests, _, _) =>
        {
            started.Release();
            await requests.MoveNext(CancellationToken.None);
        };
        await server.ShouldStillServeAsync();
        long before = MeasuredAlone.LiveBytes();
        List<RawHttp2> peers = [];
        for (int i = 0; i < Connections; i++)
        {
            RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);
            peers.Add(peer);
            for (int stream = 1; stream < 2 * StreamsEach; stream += 2)
            {
                await peer.SendHeadersAsync(stream, RawHttp2.Call("/ota.rpc.tests.Echo/Chat"));
                await peer.SendDataAsync(stream, [0, 0, 0x3f, 0xff, 0xff, 1, 2, 3]); // 4 MiB announced, three bytes sent.
            }
        }
        for (int i = 0; i < Connections * StreamsEach; i++)
            (await started.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();
        foreach (RawHttp2 peer in peers)
            await peer.PingAsync();

        long perStream = (MeasuredAlone.LiveBytes() - before) / (Connections * StreamsEach);

        perStream.Should().BeLessThan(64 * 1024, "a stalled stream keeps its bookkeeping and a buffer, not the message it announced");
        await server.ShouldStillServeAsync();
        foreach (RawHttp2 peer in peers)
            await peer.DisposeAsync();
    }

    [Fact]
    public async Task A_length_that_is_only_claimed_allocates_nothing()
    {
        await using RpcServer server = await RpcServer.StartAsync(options => options.MaxReceiveMessageSize = null);
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.Chat = async (requests, _, _) =>
        {
            started.SetResult();
            await requests.MoveNext(CancellationToken.None);
        };
        await server.ShouldStillServeAsync();
        long before = MeasuredAlone.LiveBytes();

        await peer.SendHeadersAsync(1, RawHttp2.Call("/ota.rpc.tests.Echo/Chat"));
        await peer.SendDataAsync(1, [0, 0x7f, 0xff, 0xff, 0xff, 1]);
        await started.Task.Within();
        await peer.PingAsync();

        (MeasuredAlone.LiveBytes() - before).Should().BeLessThan(4 * 1024 * 1024);
        await server.ShouldStillServeAsync();
    }
}
