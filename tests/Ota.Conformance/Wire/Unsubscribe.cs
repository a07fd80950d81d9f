namespace Ota.Conformance.Wire;

/// <summary>UNSUBSCRIBE (3.10).</summary>
public sealed record Unsubscribe(params string[] Filters) : Outgoing
{
    public int PacketId { get; init; } = 1;

    protected override int RightFirstByte => 0xA2;

    protected override void Write(Bytes body, int level)
    {
        body.Two(PacketId);
        WriteProperties(body, level);
        foreach (string filter in Filters) body.Text(filter);
    }
}
