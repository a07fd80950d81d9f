namespace Ota.Mqtt;

/// <summary>Whether retained messages are sent when a subscription is made (MQTT 5.0 section 3.8.3.1).</summary>
public enum RetainHandling : byte
{
    /// <summary>At every SUBSCRIBE; what MQTT 3.1.1 always does.</summary>
    Send = 0,

    /// <summary>Only when the subscription did not exist before.</summary>
    SendIfNew = 1,

    /// <summary>Never.</summary>
    DoNotSend = 2,
}
