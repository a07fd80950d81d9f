using Grpc.Core;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Hostile;

/// <summary>Well-formed HTTP/2 whose bodies are not what the method takes.</summary>
public sealed class MessageAbuseTests
{
    private const string Unary = "/ota.rpc.tests.Echo/Unary";
    private const string Chat = "/ota.rpc.tests.Echo/Chat";

    public static TheoryData<string, string, byte[], StatusCode> Bodies => new()
    {
        { "flag 2", Unary, RpcClient.Frame([], flag: 2), StatusCode.Internal },
        { "flag 255", Unary, RpcClient.Frame([], flag: 255), StatusCode.Internal },
        { "flag 2 in a stream", Chat, RpcClient.Frame([], flag: 2), StatusCode.Internal },
        { "half a header", Unary, [0, 0, 0], StatusCode.Internal },
        { "half a message", Unary, RpcClient.Frame(new byte[100])[..50], StatusCode.Internal },
        { "half a message in a stream", Chat, RpcClient.Frame(new byte[100])[..50], StatusCode.Internal },
        { "no message", Unary, [], StatusCode.Internal },
        { "two messages", Unary, [.. RpcClient.Frame([]), .. RpcClient.Frame([])], StatusCode.Internal },
        { "a message and a half", Unary, [.. RpcClient.Frame([]), 0], StatusCode.Internal },
        { "compressed without an encoding", Unary, RpcClient.Frame([1, 2, 3], flag: 1), StatusCode.Internal },
        { "not protobuf", Unary, RpcClient.Frame([0xff, 0xff, 0xff]), StatusCode.Internal },
        { "not protobuf in a stream", Chat, RpcClient.Frame([0xff, 0xff, 0xff]), StatusCode.Internal },
        { "messages nested too deep", Unary, RpcClient.Frame([.. Enumerable.Repeat((byte)0x0b, 10_000)]), StatusCode.Internal },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_is_no_request_is_refused(string what, string path, byte[] body, StatusCode expected)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        RawAnswer answer = await peer.CallAsync(1, path, body);

        answer.StatusCode.Should().Be(expected, what);
        answer.Ended.Should().BeTrue();
        await server.ShouldStillServeAsync();
    }

    [Theory]
    [InlineData(Unary)]
    [InlineData(Chat)]
    [InlineData("/ota.rpc.tests.Echo/Expand")]
    [InlineData("/ota.rpc.tests.Echo/Collect")]
    public async Task A_length_over_the_limit_is_refused_at_its_header(string path)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        await peer.SendHeadersAsync(1, RawHttp2.Call(path));
        await peer.SendDataAsync(1, [0, 0xff, 0xff, 0xff, 0xff]); // And nothing more: the answer must not wait for the body.

        (await peer.ReadAnswerAsync()).StatusCode.Should().Be(StatusCode.ResourceExhausted);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_message_of_exactly_the_limit_is_taken_and_one_byte_more_is_not()
    {
        await using RpcServer server = await RpcServer.StartAsync(options => options.MaxReceiveMessageSize = 1000);
        using RpcClient client = server.Client();

        RpcAnswer fits = await client.UnaryAsync(new EchoMessage { Text = new string('x', 997) });
        RpcAnswer over = await client.UnaryAsync(new EchoMessage { Text = new string('x', 998) });

        fits.StatusCode.Should().Be(StatusCode.OK);
        over.StatusCode.Should().Be(StatusCode.ResourceExhausted);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task An_unknown_compression_is_UNIMPLEMENTED_and_the_known_ones_are_named()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        RawAnswer answer = await peer.CallAsync(1, Unary, RpcClient.Frame([1, 2, 3], flag: 1), ("grpc-encoding", "snappy"));

        answer.StatusCode.Should().Be(StatusCode.Unimplemented);
        answer.Find("grpc-accept-encoding").Should().Be("identity,gzip");
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_body_that_is_not_the_gzip_it_says_is_refused()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        RawAnswer answer = await peer.CallAsync(1, Unary, RpcClient.Frame([1, 2, 3], flag: 1), ("grpc-encoding", "gzip"));

        answer.StatusCode.Should().Be(StatusCode.Internal);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_message_in_frames_of_one_byte_is_read()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        await peer.SendHeadersAsync(1, RawHttp2.Call(Unary));
        byte[] wire = RpcClient.Frame(new EchoMessage { Text = "byte by byte" });
        foreach (byte b in wire)
        {
            await peer.SendDataAsync(1, [b]);
            await peer.SendDataAsync(1, []);
        }
        await peer.SendDataAsync(1, [], end: true);

        RawAnswer answer = await peer.ReadAnswerAsync();
        answer.StatusCode.Should().Be(StatusCode.OK);
        answer.Data.Should().Equal(wire);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task Messages_interleaved_over_streams_do_not_mix()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);
        int[] streams = [.. Enumerable.Range(0, 40).Select(i => 1 + (2 * i))];
        byte[][] wires = [.. streams.Select(stream => RpcClient.Frame(new EchoMessage { Text = new string((char)('a' + (stream % 26)), stream) }))];

        foreach (int stream in streams)
            await peer.SendHeadersAsync(stream, RawHttp2.Call(Unary));
        for (int at = 0; at < wires.Max(wire => wire.Length); at++)
        {
            for (int i = 0; i < streams.Length; i++)
            {
                if (at < wires[i].Length)
                    await peer.SendDataAsync(streams[i], [wires[i][at]], end: at == wires[i].Length - 1);
            }
        }

        for (int i = 0; i < streams.Length; i++)
            (await peer.ReadAnswerAsync(streams[i])).Data.Should().Equal(wires[i]);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task Padding_of_DATA_is_not_part_of_the_message()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);
        byte[] wire = RpcClient.Frame(new EchoMessage { Text = "padded" });

        await peer.SendHeadersAsync(1, RawHttp2.Call(Unary));
        await peer.SendAsync(new RawFrame(RawFrameType.Data, RawFrame.Padded, 1, [255, .. wire[..4], .. new byte[255]]));
        await peer.SendAsync(new RawFrame(RawFrameType.Data, RawFrame.Padded, 1, [3, 0xde, 0xad, 0xbe]));
        await peer.SendAsync(new RawFrame(RawFrameType.Data, RawFrame.Padded | RawFrame.EndStream, 1, [0, .. wire[4..]]));

        RawAnswer answer = await peer.ReadAnswerAsync();
        answer.Data.Should().Equal(wire);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task Padding_longer_than_its_frame_costs_the_peer_its_connection()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        await peer.SendHeadersAsync(1, RawHttp2.Call(Unary));
        await peer.SendAsync(new RawFrame(RawFrameType.Data, RawFrame.Padded, 1, [200, 0, 0]));

        await peer.Closed;
        await server.ShouldStillServeAsync();
    }
}
