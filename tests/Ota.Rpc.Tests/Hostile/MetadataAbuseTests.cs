using Grpc.Core;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Hostile;

/// <summary>Headers that are not metadata, or not valid, or far too many.</summary>
public sealed class MetadataAbuseTests
{
    private const string Unary = "/ota.rpc.tests.Echo/Unary";

    [Theory]
    [InlineData("x-bin", "!!!!")]
    [InlineData("x-bin", "A")]
    [InlineData("x-bin", "AQ,*")]
    [InlineData("grpc-status-details-bin", "not base64")]
    public async Task Binary_metadata_that_is_not_base64_is_a_clean_error(string name, string value)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        server.Script.Unary = (request, context) => Task.FromResult(new EchoMessage { Text = context.RequestHeaders.Count + request.Text });
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        RawAnswer answer = await peer.CallAsync(1, Unary, RpcClient.Frame([]), (name, value));

        answer.StatusCode.Should().Be(StatusCode.Internal);
        answer.Detail.Should().Contain(name);
        await server.ShouldStillServeAsync();
    }

    [Theory]
    [InlineData("x!y")]
    [InlineData("x|y")]
    [InlineData("#")]
    [InlineData("x'y*z")]
    public async Task A_header_whose_name_HTTP_allows_and_gRPC_does_not_does_no_harm(string name)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        Metadata? seen = null;
        server.Script.Unary = (request, context) =>
        {
            seen = context.RequestHeaders;
            return Task.FromResult(request);
        };
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        RawAnswer answer = await peer.CallAsync(1, Unary, RpcClient.Frame([]), (name, "1"), ("good", "2"));

        answer.StatusCode.Should().Be(StatusCode.OK);
        seen!.GetValue("good").Should().Be("2");
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task Text_that_a_handler_sends_back_as_it_came_does_no_harm()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        server.Script.Unary = (request, context) =>
        {
            context.ResponseTrailers.Add("late", context.RequestHeaders.GetValue("echo")!);
            return Task.FromResult(request);
        };
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        RawAnswer answer = await peer.CallAsync(1, Unary, RpcClient.Frame([]), ("echo", "grüße"));

        answer.StatusCode.Should().Be(StatusCode.OK);
        answer.Find("late").Should().BeNull();
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task Response_headers_that_cannot_be_sent_are_the_handler_s_mistake()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        server.Script.Unary = async (request, context) =>
        {
            await context.Invoking(it => it.WriteResponseHeadersAsync(new Metadata { { "bad", "grüße" } })).Should().ThrowAsync<ArgumentException>();
            return request;
        };
        using RpcClient client = server.Client();

        (await client.UnaryAsync(new EchoMessage())).StatusCode.Should().Be(StatusCode.OK);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_trailer_that_cannot_be_sent_still_leaves_the_caller_with_a_status()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        server.Script.Unary = (_, _) => throw new RpcException(new Status(StatusCode.NotFound, "no"), new Metadata { { "bad", "line\r\nbreak" }, { "good", "1" } });
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        RawAnswer answer = await peer.CallAsync(1, Unary, RpcClient.Frame([]));

        answer.StatusCode.Should().Be(StatusCode.NotFound);
        answer.Find("good").Should().Be("1");
        answer.Find("bad").Should().BeNull();
        answer.Ended.Should().BeTrue();
    }

    [Fact]
    public async Task Headers_of_the_protocol_are_not_metadata()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        Metadata? seen = null;
        server.Script.Unary = (request, context) =>
        {
            seen = context.RequestHeaders;
            return Task.FromResult(request);
        };
        using RpcClient client = server.Client();

        await client.UnaryAsync(new EchoMessage(), ("grpc-timeout", "1H"), ("grpc-encoding", "identity"), ("grpc-accept-encoding", "gzip"), ("mine", "1"));

        seen!.Select(entry => entry.Key).Should().Equal("mine");
    }

    public static TheoryData<string, (string, string)[]> Bombs => new()
    {
        { "100 KiB in one header", [("big", new string('x', 100 * 1024))] },
        { "10,000 headers", [.. Enumerable.Range(0, 10_000).Select(i => ("h" + i, "v"))] },
        { "10,000 times the same header", [.. Enumerable.Range(0, 10_000).Select(_ => ("h", "v"))] },
        { "a long name", [(new string('n', 100 * 1024), "v")] },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task A_header_bomb_is_refused_and_the_next_connection_is_served(string what, (string, string)[] headers)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        bool served = false;
        server.Script.Unary = (request, _) =>
        {
            served = true;
            return Task.FromResult(request);
        };
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        RawAnswer answer = await peer.CallInPiecesAsync(1, RawHttp2.Call(Unary, headers));

        (answer.ConnectionLost || answer.Reset is not null || answer.HttpStatus == "431").Should().BeTrue(what);
        served.Should().BeFalse();
        await server.ShouldStillServeAsync();
    }
}
