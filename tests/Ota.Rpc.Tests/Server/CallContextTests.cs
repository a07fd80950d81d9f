using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Server;

public sealed class CallContextTests
{
    [Fact]
    public async Task A_handler_sees_who_asks_for_what()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        ServerCallContext? seen = null;
        string peer = "";
        server.Script.Unary = (request, context) =>
        {
            seen = context;
            peer = context.Peer;
            context.Method.Should().Be("/ota.rpc.tests.Echo/Unary");
            context.Host.Should().Be($"127.0.0.1:{server.Port}");
            context.AuthContext.IsPeerAuthenticated.Should().BeFalse();
            context.AuthContext.PeerIdentity.Should().BeEmpty();
            context.Status.StatusCode.Should().Be(StatusCode.OK);
            context.GetHttpContext().Request.Protocol.Should().Be("HTTP/2");
            return Task.FromResult(request);
        };

        RpcAnswer answer = await client.UnaryAsync(new EchoMessage());

        answer.StatusCode.Should().Be(StatusCode.OK);
        peer.Should().MatchRegex("^ipv4:127\\.0\\.0\\.1:[0-9]+$");
        seen.Should().NotBeNull();
    }

    [Fact]
    public async Task Metadata_of_both_kinds_arrives_in_order()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        Metadata seen = [];
        server.Script.Unary = (request, context) =>
        {
            seen = context.RequestHeaders;
            return Task.FromResult(request);
        };

        await client.UnaryAsync(new EchoMessage(), ("Text", "a, b"), ("raw-bin", "AQI,Aw=="), ("raw-bin", "BA"));

        seen.GetValue("text").Should().Be("a, b");
        seen.GetAll("raw-bin").SelectMany(entry => entry.ValueBytes).Should().Equal(1, 2, 3, 4);
    }

    [Fact]
    public async Task User_state_lives_as_long_as_one_call()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        List<int> counts = [];
        server.Script.Unary = (request, context) =>
        {
            counts.Add(context.UserState.Count);
            context.UserState["mark"] = 1;
            return Task.FromResult(request);
        };

        await client.UnaryAsync(new EchoMessage());
        await client.UnaryAsync(new EchoMessage());

        counts.Should().Equal(0, 0);
    }

    [Fact]
    public async Task A_call_carries_the_endpoint_s_method()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        Grpc.AspNetCore.Server.GrpcMethodMetadata? metadata = null;
        server.Script.Unary = (request, context) =>
        {
            metadata = context.GetHttpContext().GetEndpoint()!.Metadata.GetMetadata<Grpc.AspNetCore.Server.GrpcMethodMetadata>();
            return Task.FromResult(request);
        };

        await client.UnaryAsync(new EchoMessage());

        metadata!.ServiceType.Should().Be<EchoService>();
        metadata.Method.FullName.Should().Be("/ota.rpc.tests.Echo/Unary");
        metadata.Method.Type.Should().Be(MethodType.Unary);
    }
}
