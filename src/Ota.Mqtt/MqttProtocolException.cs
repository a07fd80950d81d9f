namespace Ota.Mqtt;

/// <summary>
/// A peer's bytes break the protocol or a limit: the connection must end (MQTT 5.0 section 4.13). It is the only exception that
/// reading throws. Over MQTT 5.0 the reason goes out in DISCONNECT, or in CONNACK when the bad packet was CONNECT; over MQTT
/// 3.1.1 the connection just closes, except where <see cref="AnswerIn"/> says that CONNACK can be understood.
/// </summary>
public sealed class MqttProtocolException : Exception
{
    /// <summary>An error with the reason to report.</summary>
    /// <param name="reason">The reason code to send; 0x80 or above.</param>
    /// <param name="message">One sentence for a log; never contains the peer's bytes.</param>
    public MqttProtocolException(ReasonCode reason, string message)
        : base(message) => Reason = reason;

    /// <summary>The reason code to send; 0x80 or above.</summary>
    public ReasonCode Reason { get; }

    /// <summary>
    /// For a bad CONNECT, the version in which its sender can read a CONNACK with <see cref="Reason"/>; null when the bad packet
    /// was another one, or when the connection closes without an answer.
    /// </summary>
    public MqttProtocolVersion? AnswerIn { get; internal set; }
}
