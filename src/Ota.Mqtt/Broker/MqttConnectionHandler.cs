using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Ota.Mqtt.Transport;

namespace Ota.Mqtt.Broker;

/// <summary>Kestrel's entrance to the broker, for plain TCP and for TLS: <c>listenOptions.UseHttps(...).UseMqtt()</c>.</summary>
/// <param name="broker">The broker that gets the connections.</param>
public sealed class MqttConnectionHandler(MqttBroker broker) : ConnectionHandler
{
    /// <summary>Runs until the connection ends.</summary>
    /// <param name="connection">The connection.</param>
    public override Task OnConnectedAsync(ConnectionContext connection)
    {
        X509Certificate2? certificate = connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;
        MqttTransport transport = new(
            connection.Transport.Input,
            connection.Transport.Output,
            connection.RemoteEndPoint,
            certificate,
            connection.Abort,
            connection.Features.Get<IInlineConnection>());
        using (ExecutionContext.SuppressFlow()) // Kestrel's logging scope would be restored for every message.
            return new MqttConnection(broker, transport).RunAsync();
    }
}
