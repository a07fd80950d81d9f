using Ota.Mqtt;
using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Bridge.Upstream;

/// <summary>
/// What the server itself can judge of a message that a broker let through: the broker has seen the certificate, this server knows who is
/// revoked. The rest is the lane's and the features', as with the embedded broker.
/// </summary>
internal sealed class UpstreamGate(RevokedVehicles revoked, BridgeMetrics refusals, UpstreamMetrics metrics)
{
    public async Task LetInAsync(IMqttHeldMessage message, Lane lane, CancellationToken stop)
    {
        metrics.Received(lane.Name);
        if (UpTopic.TryParse(message.Topic) is { } topic && await revoked.IsRevokedAsync(topic.Vehicle, stop))
        {
            refusals.Refused(Refusal.Revoked);
            message.Complete(); // Else the broker would send it for ever.
            return;
        }
        await lane.TakeInTurnAsync(message, stop);
    }
}
