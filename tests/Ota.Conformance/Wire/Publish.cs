namespace Ota.Conformance.Wire;

/// <summary>PUBLISH (3.3).</summary>
public sealed record Publish(string Topic, byte[] Payload) : Outgoing
{
    public int Qos { get; init; }

    public bool Dup { get; init; }

    public bool Retain { get; init; }

    /// <summary>Null: the client gives it the next free one.</summary>
    public int? PacketId { get; init; }

    protected override int RightFirstByte => 0x30 | (Dup ? 0x08 : 0) | Qos << 1 | (Retain ? 0x01 : 0);

    protected override void Write(Bytes body, int level)
    {
        body.Text(Topic);
        if (Qos > 0) body.Two(PacketId ?? throw new InvalidOperationException("A PUBLISH with QoS 1 or 2 needs a packet id."));
        WriteProperties(body, level);
        body.Raw(Payload);
    }
}
