namespace Ota.Mqtt.Broker;

/// <summary>One sent and not yet finished message of QoS 1 or 2.</summary>
internal struct InflightSlot
{
    public QueuedMessage Content;
    public long Order;
    public ushort PacketId;
    public InflightState State;

    /// <summary>Whether it was sent on the present connection, or has still to be sent again.</summary>
    public bool IsSent;
}
