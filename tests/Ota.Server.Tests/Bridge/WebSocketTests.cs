using System.Net;
using System.Net.WebSockets;

namespace Ota.Server.Tests.Bridge;

/// <summary>MQTT over WebSocket is a door for developers: on the http port, with --dev, and not for pages of other sites.</summary>
public sealed class WebSocketTests
{
    [Fact]
    public async Task A_program_and_a_page_of_this_server_get_in_and_a_page_of_another_site_does_not()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        Uri http = new(server.Url("http"));

        (await StatusAsync(http, origin: null)).Should().Be(HttpStatusCode.SwitchingProtocols);
        (await StatusAsync(http, origin: $"http://{http.Authority}")).Should().Be(HttpStatusCode.SwitchingProtocols);
        (await StatusAsync(http, origin: "https://elsewhere.example")).Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Without_dev_and_on_the_public_port_there_is_no_such_path()
    {
        await using OtaServer dev = await OtaServer.StartAsync();
        (await dev.Https().GetAsync("/mqtt")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        await using OtaServer plain = await OtaServer.StartAsync(new OtaServerSetup { Dev = false });
        (await plain.Http.GetAsync("/mqtt")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private static async Task<HttpStatusCode> StatusAsync(Uri http, string? origin)
    {
        using ClientWebSocket socket = new() { Options = { CollectHttpResponseDetails = true } };
        socket.Options.AddSubProtocol("mqtt");
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        try
        {
            await socket.ConnectAsync(new UriBuilder(http) { Scheme = "ws", Path = "/mqtt" }.Uri, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // Refused: the status says how.
        }
        return socket.HttpStatusCode;
    }
}
