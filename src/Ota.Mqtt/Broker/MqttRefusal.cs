namespace Ota.Mqtt.Broker;

/// <summary>Why a client may not do something.</summary>
/// <param name="Reason">A failure that the answer can carry, such as <see cref="ReasonCode.NotAuthorized"/>; others become 0x80.</param>
/// <param name="Text">One sentence for a person who diagnoses, for clients of MQTT 5.0 that want it; null for none.</param>
public sealed record MqttRefusal(ReasonCode Reason, string? Text = null)
{
    internal ReasonCode For(MqttPacketType answer) =>
        Reason.IsFailure() && ReasonCodes.IsAllowed(answer, (byte)Reason, MqttSender.Server) ? Reason : ReasonCode.UnspecifiedError;
}
