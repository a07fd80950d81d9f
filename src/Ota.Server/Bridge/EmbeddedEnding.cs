using Ota.Mqtt;
using Ota.Mqtt.Broker;

namespace Ota.Server.Bridge;

/// <summary>Ends the vehicle's connections to the embedded broker; its door lets none in that has no good certificate.</summary>
internal sealed class EmbeddedEnding(MqttBroker broker, BridgeMetrics metrics, ILogger<EmbeddedEnding> log) : IVehicleEnding
{
    public ValueTask EndAsync(string vid, CancellationToken stop)
    {
        foreach (string clientId in VehicleClientId.AllOf(vid))
        {
            if (!broker.Disconnect(clientId, ReasonCode.NotAuthorized, "The vehicle's certificate was revoked.")) continue;
            metrics.Disconnected();
            log.RevokedDisconnected(vid);
        }
        return ValueTask.CompletedTask;
    }
}
