namespace Ota.Mqtt;

/// <summary>The versions of the protocol that this library speaks; the value is the protocol level in CONNECT.</summary>
public enum MqttProtocolVersion : byte
{
    /// <summary>MQTT 3.1.1 (OASIS, October 2014), level 4.</summary>
    V311 = 4,

    /// <summary>MQTT 5.0 (OASIS, March 2019), level 5.</summary>
    V500 = 5,
}
