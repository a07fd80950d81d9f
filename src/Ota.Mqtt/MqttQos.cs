namespace Ota.Mqtt;

/// <summary>The delivery guarantee of a message (MQTT 5.0 section 4.3).</summary>
public enum MqttQos : byte
{
    /// <summary>At most once: no acknowledgement.</summary>
    AtMostOnce = 0,

    /// <summary>At least once: acknowledged with PUBACK, may arrive again.</summary>
    AtLeastOnce = 1,

    /// <summary>Exactly once: PUBREC, PUBREL, PUBCOMP.</summary>
    ExactlyOnce = 2,
}
