using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Server;

public sealed class ServiceOptionsTests
{
    [Fact]
    public async Task A_service_s_own_limit_goes_over_the_common_one()
    {
        await using RpcServer server = await RpcServer.StartAsync(
            options => options.MaxReceiveMessageSize = 10,
            services => services.AddGrpc().AddServiceOptions<EchoService>(options => options.MaxReceiveMessageSize = 100));
        using RpcClient client = server.Client();

        (await client.UnaryAsync(new EchoMessage { Text = new string('x', 90) })).StatusCode.Should().Be(StatusCode.OK);
        (await client.UnaryAsync(new EchoMessage { Text = new string('x', 110) })).StatusCode.Should().Be(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task A_service_may_have_no_limit_where_the_others_have_one()
    {
        await using RpcServer server = await RpcServer.StartAsync(
            options => options.MaxReceiveMessageSize = 10,
            services => services.AddGrpc().AddServiceOptions<EchoService>(options => options.MaxReceiveMessageSize = null));
        using RpcClient client = server.Client();

        (await client.UnaryAsync(new EchoMessage { Text = new string('x', 6_000_000) })).StatusCode.Should().Be(StatusCode.OK);
    }

    [Fact]
    public async Task The_common_limit_holds_where_a_service_says_nothing()
    {
        await using RpcServer server = await RpcServer.StartAsync(
            options => options.MaxReceiveMessageSize = 10,
            services => services.AddGrpc().AddServiceOptions<EchoService>(options => options.EnableDetailedErrors = true));
        using RpcClient client = server.Client();

        (await client.UnaryAsync(new EchoMessage { Text = new string('x', 90) })).StatusCode.Should().Be(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Without_any_setting_four_mebibytes_are_taken_and_not_more()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();

        (await client.UnaryAsync(new EchoMessage { Text = new string('x', (4 * 1024 * 1024) - 5) })).StatusCode.Should().Be(StatusCode.OK);
        (await client.UnaryAsync(new EchoMessage { Text = new string('x', (4 * 1024 * 1024) - 4) })).StatusCode.Should().Be(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task A_response_over_the_send_limit_is_RESOURCE_EXHAUSTED()
    {
        await using RpcServer server = await RpcServer.StartAsync(options => options.MaxSendMessageSize = 20);
        using RpcClient client = server.Client();
        server.Script.Expand = async (_, responses, _) =>
        {
            await responses.WriteAsync(new EchoMessage { Text = "fits" });
            await responses.WriteAsync(new EchoMessage { Text = new string('x', 30) });
        };

        RpcAnswer unary = await client.UnaryAsync(new EchoMessage { Text = new string('x', 30) });
        RpcAnswer stream = await client.ExpandAsync("");

        unary.StatusCode.Should().Be(StatusCode.ResourceExhausted);
        unary.Frames.Should().BeEmpty();
        stream.StatusCode.Should().Be(StatusCode.ResourceExhausted);
        stream.Messages.Should().ContainSingle().Which.Text.Should().Be("fits");
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task Unknown_services_are_left_to_other_endpoints_when_asked()
    {
        await using RpcServer server = await RpcServer.StartAsync(options => options.IgnoreUnknownServices = true);
        using RpcClient client = server.Client();

        RpcAnswer answer = await client.CallAsync("/nowhere.Service/Method", RpcClient.Frame([]));

        answer.HttpStatus.Should().Be(System.Net.HttpStatusCode.NotFound);
        answer.StatusCode.Should().BeNull();
    }
}
