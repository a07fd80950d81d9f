using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ota.Mqtt.Broker;

namespace Ota.Mqtt.WebSockets;

/// <summary>MQTT over WebSocket (section 6).</summary>
public static class MqttWebSocketFeature
{
    private const string Subprotocol = "mqtt";

    /// <summary>Serves the broker on a path; clients offer the subprotocol "mqtt" (MQTT-6.0.0-3).</summary>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <param name="pattern">The path, such as <c>/mqtt</c>.</param>
    public static IEndpointConventionBuilder MapMqttWebSocket(this IEndpointRouteBuilder endpoints, string pattern)
    {
        MqttBroker broker = endpoints.ServiceProvider.GetRequiredService<MqttBroker>();
        IApplicationBuilder pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseWebSockets();
        pipeline.Run(context => ServeAsync(context, broker));
        return endpoints.Map(pattern, pipeline.Build());
    }

    private static async Task ServeAsync(HttpContext context, MqttBroker broker)
    {
        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(Subprotocol); // MQTT-6.0.0-4
        using WebSocketTransport transport = new(socket);
        EndPoint? remote = context.Connection.RemoteIpAddress is { } address
            ? new IPEndPoint(address, context.Connection.RemotePort)
            : null;
        MqttConnection connection = new(broker, new MqttTransport(
            transport.Input, transport.Output, remote, context.Connection.ClientCertificate, transport.Abort));
        await transport.RunAsync(connection.RunAsync());
    }
}
