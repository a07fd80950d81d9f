using Grpc.Core;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Server;

public sealed class EchoTests
{
    [Fact]
    public async Task Each_kind_of_call_is_served()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();

        RpcAnswer collected = await client.CollectAsync(["a", "b"]);
        RpcAnswer expanded = await client.ExpandAsync("xyz");
        RpcAnswer chat = await client.ChatAsync(["1", "2"]);

        collected.Messages.Should().ContainSingle().Which.Text.Should().Be("ab");
        expanded.Messages.Select(message => message.Text).Should().Equal("x", "y", "z");
        chat.Messages.Select(message => message.Text).Should().Equal("1", "2");
        new[] { collected, expanded, chat }.Should().OnlyContain(answer => answer.StatusCode == StatusCode.OK && !answer.TrailersOnly);
        await server.ShouldStillServeAsync();
    }
}
