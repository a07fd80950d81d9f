namespace Ota.Mqtt.Broker;

/// <summary>What a message that has been sent waits for.</summary>
internal enum InflightState : byte
{
    /// <summary>The place is free.</summary>
    Free = 0,

    /// <summary>PUBACK, which ends QoS 1.</summary>
    Puback = 1,

    /// <summary>PUBREC, the first step of QoS 2.</summary>
    Pubrec = 2,

    /// <summary>PUBCOMP, which ends QoS 2; the message itself is no longer needed.</summary>
    Pubcomp = 3,
}
