namespace Ota.Mqtt;

/// <summary>
/// One packet that <see cref="MqttReader"/> has read and checked. <see cref="Publish"/> and <see cref="Acknowledgement"/> are views
/// of the input and live as long as it does; <see cref="Control"/> is independent of it.
/// </summary>
// Why this shape. A busy connection carries PUBLISH and acknowledgements and almost nothing else, so these must cost no
// allocation and no copy, while CONNECT or SUBSCRIBE are rare, rich, and kept for long. Hence a plain struct (not a ref struct:
// a session hands it to async methods) with two faces: for the frequent packets the frame as a slice of the input plus the
// offsets found while checking it, from which topic, properties and payload are cut only when somebody asks; for the rare
// packets one object with strings. A ReadOnlySequence for each part would double the struct and pay for slices nobody reads.
public readonly struct MqttPacket
{
    private readonly PublishPacket _publish;
    private readonly AckPacket _acknowledgement;

    internal MqttPacket(MqttPacketType type) => Type = type;

    internal MqttPacket(in PublishPacket publish)
    {
        Type = MqttPacketType.Publish;
        _publish = publish;
    }

    internal MqttPacket(in AckPacket acknowledgement)
    {
        Type = acknowledgement.Type;
        _acknowledgement = acknowledgement;
    }

    internal MqttPacket(ControlPacket control)
    {
        Type = control.Type;
        Control = control;
    }

    /// <summary>What kind of packet it is; PINGREQ and PINGRESP have nothing else.</summary>
    public MqttPacketType Type { get; }

    /// <summary>The message, when <see cref="Type"/> is PUBLISH.</summary>
    public PublishPacket Publish =>
        Type == MqttPacketType.Publish ? _publish : throw new InvalidOperationException($"The packet is {Type}.");

    /// <summary>The acknowledgement, when <see cref="Type"/> is PUBACK, PUBREC, PUBREL or PUBCOMP.</summary>
    public AckPacket Acknowledgement => Type is >= MqttPacketType.Puback and <= MqttPacketType.Pubcomp
        ? _acknowledgement
        : throw new InvalidOperationException($"The packet is {Type}.");

    /// <summary>The packet of any other type but PINGREQ and PINGRESP; otherwise null.</summary>
    public ControlPacket? Control { get; }
}
