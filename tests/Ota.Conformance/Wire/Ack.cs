namespace Ota.Conformance.Wire;

/// <summary>PUBACK, PUBREC, PUBREL or PUBCOMP (3.4 to 3.7).</summary>
public sealed record Ack(PacketType Type, int PacketId) : Outgoing
{
    /// <summary>Null: in the short form without a reason code.</summary>
    public int? Reason { get; init; }

    protected override int RightFirstByte => (int)Type << 4 | (Type == PacketType.Pubrel ? 0x02 : 0);

    protected override void Write(Bytes body, int level)
    {
        body.Two(PacketId);
        if (Reason is null) return;
        body.Byte(Reason.Value);
        if (Properties.Length > 0) body.Properties(Properties);
    }
}
