namespace Ota.Conformance.Wire;

/// <summary>SUBSCRIBE (3.8).</summary>
public sealed record Subscribe(params Filter[] Filters) : Outgoing
{
    public int PacketId { get; init; } = 1;

    protected override int RightFirstByte => 0x82;

    protected override void Write(Bytes body, int level)
    {
        body.Two(PacketId);
        WriteProperties(body, level);
        foreach (Filter filter in Filters) body.Text(filter.Text).Byte(filter.OptionByte);
    }
}
