namespace Ota.Conformance.Wire;

/// <summary>A packet to send: right unless a test says otherwise.</summary>
public abstract record Outgoing
{
    /// <summary>In place of the right type and flags.</summary>
    public int? FirstByte { get; init; }

    public byte[][] Properties { get; init; } = [];

    /// <summary>Bytes after the last field, counted in the remaining length.</summary>
    public byte[] Tail { get; init; } = [];

    protected abstract int RightFirstByte { get; }

    public byte[] Encode(int level)
    {
        Bytes body = new();
        Write(body, level);
        return Frame.Of(FirstByte ?? RightFirstByte, body.Raw(Tail).ToArray());
    }

    protected abstract void Write(Bytes body, int level);

    protected void WriteProperties(Bytes body, int level)
    {
        if (level >= 5) body.Properties(Properties);
    }
}
