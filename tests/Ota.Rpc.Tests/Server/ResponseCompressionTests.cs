using Grpc.Core;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Server;

public sealed class ResponseCompressionTests
{
    private static readonly EchoMessage Long = new() { Text = new string('z', 5_000) };

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("identity, deflate ,gzip", true)]
    [InlineData("GZIP", true)]
    [InlineData("identity", false)]
    [InlineData("gzippy", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public async Task A_response_is_compressed_only_when_the_caller_accepts_it(string? accepts, bool compressed)
    {
        await using RpcServer server = await StartAsync();
        using RpcClient client = server.Client();

        RpcAnswer answer = await client.UnaryAsync(Long, accepts is null ? [] : [("grpc-accept-encoding", accepts)]);

        answer.Frames.Should().ContainSingle().Which[0].Should().Be(compressed ? (byte)1 : (byte)0);
        answer.Find("grpc-encoding").Should().Be(compressed ? "gzip" : null);
        answer.Messages.Should().Equal(Long);
        if (compressed)
            answer.Frames[0].Length.Should().BeLessThan(500);
    }

    [Fact]
    public async Task Nothing_is_compressed_unless_the_server_is_told_to()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();

        RpcAnswer answer = await client.UnaryAsync(Long, ("grpc-accept-encoding", "gzip"));

        answer.Frames.Should().ContainSingle().Which[0].Should().Be(0);
    }

    [Fact]
    public async Task A_message_may_be_left_plain_in_a_compressed_stream()
    {
        await using RpcServer server = await StartAsync();
        using RpcClient client = server.Client();
        server.Script.Expand = async (_, responses, _) =>
        {
            await responses.WriteAsync(Long);
            responses.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
            await responses.WriteAsync(Long);
            responses.WriteOptions = WriteOptions.Default;
            await responses.WriteAsync(Long);
        };

        RpcAnswer answer = await client.ExpandAsync("", ("grpc-accept-encoding", "gzip"));

        answer.Frames.Select(frame => frame[0]).Should().Equal(1, 0, 1);
        answer.Messages.Should().Equal(Long, Long, Long);
    }

    [Fact]
    public async Task A_handler_may_ask_for_compression_where_the_options_do_not()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        server.Script.Unary = async (request, context) =>
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "grpc-internal-encoding-request", "gzip" } });
            return request;
        };

        RpcAnswer answer = await client.UnaryAsync(Long, ("grpc-accept-encoding", "gzip"));

        answer.Find("grpc-encoding").Should().Be("gzip");
        answer.Find("grpc-internal-encoding-request").Should().BeNull();
        answer.Frames.Should().ContainSingle().Which[0].Should().Be(1);
    }

    [Fact]
    public async Task A_compressed_request_is_read()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        using MemoryStream packed = new();
        using (System.IO.Compression.GZipStream gzip = new(packed, System.IO.Compression.CompressionLevel.Fastest))
            Google.Protobuf.MessageExtensions.WriteTo(Long, gzip);

        RpcAnswer answer = await client.CallAsync(
            "/ota.rpc.tests.Echo/Unary", RpcClient.Frame(packed.ToArray(), flag: 1), ("grpc-encoding", "gzip"));

        answer.Messages.Should().Equal(Long);
    }

    private static Task<RpcServer> StartAsync() => RpcServer.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
}
