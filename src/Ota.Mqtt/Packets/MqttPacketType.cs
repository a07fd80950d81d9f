namespace Ota.Mqtt;

/// <summary>The control packet types (MQTT 5.0 section 2.1.2); the value is that of the upper four bits of the first byte.</summary>
public enum MqttPacketType : byte
{
    /// <summary>No packet; type 0 is reserved and refused on the wire.</summary>
    None = 0,

    /// <summary>Client to server: the first packet of a connection.</summary>
    Connect = 1,

    /// <summary>Server to client: the answer to CONNECT.</summary>
    Connack = 2,

    /// <summary>A message, both ways.</summary>
    Publish = 3,

    /// <summary>The end of a QoS 1 publish.</summary>
    Puback = 4,

    /// <summary>The first answer to a QoS 2 publish.</summary>
    Pubrec = 5,

    /// <summary>The sender releases a QoS 2 publish.</summary>
    Pubrel = 6,

    /// <summary>The end of a QoS 2 publish.</summary>
    Pubcomp = 7,

    /// <summary>Client to server: makes subscriptions.</summary>
    Subscribe = 8,

    /// <summary>Server to client: one code for each subscription.</summary>
    Suback = 9,

    /// <summary>Client to server: ends subscriptions.</summary>
    Unsubscribe = 10,

    /// <summary>Server to client: the answer to UNSUBSCRIBE.</summary>
    Unsuback = 11,

    /// <summary>Client to server: is the connection alive?</summary>
    Pingreq = 12,

    /// <summary>Server to client: it is.</summary>
    Pingresp = 13,

    /// <summary>The last packet of a connection; from a server in MQTT 5.0 only.</summary>
    Disconnect = 14,

    /// <summary>A step of an enhanced authentication, MQTT 5.0 only.</summary>
    Auth = 15,
}
