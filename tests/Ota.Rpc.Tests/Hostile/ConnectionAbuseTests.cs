using System.Net;
using System.Net.Sockets;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Hostile;

/// <summary>Frames that HTTP/2 does not allow. Kestrel answers them; the gRPC server on top must not mind.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class ConnectionAbuseTests
{
    private const string Chat = "/ota.rpc.tests.Echo/Chat";

    [Fact]
    public async Task An_endless_header_block_is_refused_with_bounded_memory()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await server.ShouldStillServeAsync();
        long before = MeasuredAlone.LiveBytes();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);
        byte[] block = HpackEncoder.Encode(RawHttp2.Call(Chat));
        byte[] more = HpackEncoder.Encode([("x", new string('y', 16_000))]);
        await peer.SendAsync(new RawFrame(RawFrameType.Headers, 0, 1, block));

        Func<Task> flood = async () =>
        {
            for (int i = 0; i < 10_000; i++) // 160 MB unless the server stops it.
                await peer.SendAsync(new RawFrame(RawFrameType.Continuation, 0, 1, more));
        };

        await flood.Should().ThrowAsync<IOException>();
        await peer.Closed;
        (MeasuredAlone.LiveBytes() - before).Should().BeLessThan(8 * 1024 * 1024);
        await server.ShouldStillServeAsync();
    }

    public static TheoryData<string, byte[]> Nonsense => new()
    {
        { "DATA on stream 0", Raw(RawFrameType.Data, 0, 0, 1) },
        { "DATA on an idle stream", Raw(RawFrameType.Data, 0, 7, 1) },
        { "HEADERS on an even stream", Raw(RawFrameType.Headers, 5, 2, HpackEncoder.Encode(RawHttp2.Call(Chat))) },
        { "CONTINUATION without HEADERS", Raw(RawFrameType.Continuation, 4, 1, 0) },
        { "a block that is not HPACK", Raw(RawFrameType.Headers, 5, 1, 0xff, 0xff, 0xff, 0xff, 0xff) },
        { "a PUSH_PROMISE", Raw(RawFrameType.PushPromise, 4, 1, 0, 0, 0, 2) },
        { "a PING of three bytes", Raw(RawFrameType.Ping, 0, 0, 1, 2, 3) },
        { "SETTINGS of five bytes", Raw(RawFrameType.Settings, 0, 0, 1, 2, 3, 4, 5) },
        { "a WINDOW_UPDATE of 0", Raw(RawFrameType.WindowUpdate, 0, 0, 0, 0, 0, 0) },
        { "a WINDOW_UPDATE too many", [.. Raw(RawFrameType.WindowUpdate, 0, 0, 0x7f, 0xff, 0xff, 0xff), .. Raw(RawFrameType.WindowUpdate, 0, 0, 0x7f, 0xff, 0xff, 0xff)] },
        { "a frame over the size", [0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1] },
        { "another protocol", "GET / HTTP/1.1\r\n\r\n"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task A_frame_that_HTTP_2_forbids_costs_the_peer_its_connection(string what, byte[] bytes)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        await peer.SendAsync(bytes);

        await peer.Closed;
        peer.GoAway.Should().NotBeNull(what);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_peer_that_does_not_speak_HTTP_2_is_turned_away()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using TcpClient tcp = new();
        await tcp.ConnectAsync(IPAddress.Loopback, server.Port);
        await tcp.GetStream().WriteAsync("EHLO example.org\r\n\r\n and then some more text"u8.ToArray());

        byte[] rest = new byte[4096];
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        try
        {
            while (await tcp.GetStream().ReadAsync(rest, patience.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Cut instead of closed.
        }
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task Every_call_in_flight_ends_when_a_peer_breaks_its_connection()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using SemaphoreSlim started = new(0);
        using SemaphoreSlim ended = new(0);
        server.Script.Chat = async (requests, _, context) =>
        {
            started.Release();
            await context.CancellationToken.FiredAsync();
            ended.Release();
        };
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);
        for (int stream = 1; stream < 40; stream += 2)
            await peer.SendHeadersAsync(stream, RawHttp2.Call(Chat));
        for (int i = 0; i < 20; i++)
            (await started.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();

        await peer.SendAsync(Raw(RawFrameType.Data, 0, 0, 1));

        for (int i = 0; i < 20; i++)
            (await ended.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();
        await server.ShouldStillServeAsync();
    }

    private static byte[] Raw(RawFrameType type, byte flags, int stream, params byte[] payload) => new RawFrame(type, flags, stream, payload).Encode();
}
