namespace Ota.Conformance.Wire;

/// <summary>DISCONNECT or AUTH (3.14, 3.15): a reason code and properties, both optional.</summary>
public sealed record Closing(PacketType Type) : Outgoing
{
    public int? Reason { get; init; }

    protected override int RightFirstByte => (int)Type << 4;

    protected override void Write(Bytes body, int level)
    {
        if (Reason is null) return;
        body.Byte(Reason.Value);
        if (Properties.Length > 0) body.Properties(Properties);
    }
}
