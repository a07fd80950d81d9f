using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Hostile;

/// <summary>Requests that are no gRPC calls, or calls of nothing that exists.</summary>
public sealed class RequestRefusalTests
{
    [Theory]
    [InlineData("/ota.rpc.tests.Echo/Unary", "application/json")]
    [InlineData("/ota.rpc.tests.Echo/Unary", "application/grpc-web")]
    [InlineData("/ota.rpc.tests.Echo/Unary", "application/grpcx")]
    [InlineData("/ota.rpc.tests.Echo/Unary", "")]
    [InlineData("/ota.rpc.tests.Echo/Nope", "application/json")]
    public async Task Another_content_type_is_415(string path, string contentType)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        await peer.SendHeadersAsync(1, RawHttp2.Call(path).Select(header => header.Name == "content-type" ? (header.Name, contentType) : header), end: true);

        (await peer.ReadAnswerAsync()).HttpStatus.Should().Be("415");
        await server.ShouldStillServeAsync();
    }

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc;charset=utf-8")]
    [InlineData("Application/GRPC")]
    public async Task The_content_type_of_a_call_may_carry_more(string contentType)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        await peer.SendHeadersAsync(1, RawHttp2.Call("/ota.rpc.tests.Echo/Unary").Select(header => header.Name == "content-type" ? (header.Name, contentType) : header));
        await peer.SendDataAsync(1, RpcClient.Frame(new EchoMessage { Text = "hi" }), end: true);

        RawAnswer answer = await peer.ReadAnswerAsync();
        answer.StatusCode.Should().Be(StatusCode.OK);
        answer.Find("content-type").Should().Be("application/grpc");
    }

    [Theory]
    [InlineData("/ota.rpc.tests.Echo/Unary")]
    [InlineData("/ota.rpc.tests.Echo/Nope")]
    [InlineData("/nowhere.Service/Nope")]
    public async Task A_call_over_HTTP_1_is_told_to_upgrade(string path)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{server.Http1Port}") };
        using ByteArrayContent body = new(RpcClient.Frame([]));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        using HttpResponseMessage response = await http.PostAsync(new Uri(path, UriKind.Relative), body);

        response.StatusCode.Should().Be(HttpStatusCode.UpgradeRequired);
        await server.ShouldStillServeAsync();
    }

    [Theory]
    [InlineData("GET", "/ota.rpc.tests.Echo/Unary", "405")]
    [InlineData("PUT", "/ota.rpc.tests.Echo/Unary", "405")]
    [InlineData("GET", "/two/segments", "404")]
    [InlineData("GET", "/ota.rpc.tests.Echo/Nope", "404")]
    [InlineData("POST", "/one", "404")]
    [InlineData("POST", "/three/whole/segments", "404")]
    [InlineData("POST", "//Unary", "404")]
    [InlineData("POST", "/ota.rpc.tests.Echo/", "404")]
    [InlineData("POST", "/", "404")]
    public async Task Other_requests_get_their_answer_from_HTTP(string verb, string path, string expected)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        await peer.SendHeadersAsync(1, RawHttp2.Call(path).Select(header => header.Name == ":method" ? (header.Name, verb) : header), end: true);

        (await peer.ReadAnswerAsync()).HttpStatus.Should().Be(expected);
        await server.ShouldStillServeAsync();
    }

    [Theory]
    [InlineData("/ota.rpc.tests.Echo/Nope")]
    [InlineData("/nowhere.Service/Unary")]
    [InlineData("/ota.rpc.tests.Echo/unary%2f")]
    [InlineData("/%6fta/%F0%9F%9A%97")]
    [InlineData("/a%0d%0agrpc-status:0/b")]
    public async Task A_call_of_an_unknown_method_is_UNIMPLEMENTED_in_one_header_block(string path)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        await peer.SendHeadersAsync(1, RawHttp2.Call(path));
        await peer.SendDataAsync(1, RpcClient.Frame([]), end: true);

        RawAnswer answer = await peer.ReadAnswerAsync();
        answer.HttpStatus.Should().Be("200");
        answer.StatusCode.Should().Be(StatusCode.Unimplemented);
        answer.TrailersOnly.Should().BeTrue();
        answer.Find("content-type").Should().Be("application/grpc");
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task Escapes_in_a_path_name_the_same_method()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        RawAnswer answer = await peer.CallAsync(1, "/ota.rpc.tests.Echo/%55nary", RpcClient.Frame([]));

        answer.StatusCode.Should().Be(StatusCode.OK);
    }

    [Theory]
    [InlineData(2_000)]
    [InlineData(200_000)]
    public async Task A_very_long_path_is_refused(int length)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        RawAnswer answer = await peer.CallInPiecesAsync(1, RawHttp2.Call("/" + new string('s', length) + "/m"));

        (answer.StatusCode == StatusCode.Unimplemented || answer.Reset is not null || answer.ConnectionLost || answer.HttpStatus![0] == '4')
            .Should().BeTrue();
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_call_without_te_is_served()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        await peer.SendHeadersAsync(1, RawHttp2.Call("/ota.rpc.tests.Echo/Unary").Where(header => header.Name != "te"));
        await peer.SendDataAsync(1, RpcClient.Frame([]), end: true);

        (await peer.ReadAnswerAsync()).StatusCode.Should().Be(StatusCode.OK);
    }

    [Fact]
    public async Task Trailers_of_a_caller_are_ignored()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);

        await peer.SendHeadersAsync(1, RawHttp2.Call("/ota.rpc.tests.Echo/Unary"));
        await peer.SendDataAsync(1, RpcClient.Frame([]));
        await peer.SendHeadersAsync(1, [("grpc-status", "7"), ("x-late", "1")], end: true);

        (await peer.ReadAnswerAsync()).StatusCode.Should().Be(StatusCode.OK);
        await server.ShouldStillServeAsync();
    }
}
