namespace Ota.Mqtt.Client;

/// <summary>The server's answer to a publish.</summary>
/// <param name="Reason">
/// The reason code of PUBACK, PUBREC or PUBCOMP: a failure means that the server did not take the message. Always success at QoS 0,
/// which is not answered, and in MQTT 3.1.1, which has no reason codes.
/// </param>
/// <param name="ReasonString">A text for a person who diagnoses, or null.</param>
public readonly record struct PublishResult(ReasonCode Reason, string? ReasonString = null)
{
    /// <summary>Whether the server took the message.</summary>
    public bool IsSuccess => !Reason.IsFailure();
}
