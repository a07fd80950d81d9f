namespace Ota.Conformance.Wire;

/// <summary>CONNECT (3.1).</summary>
public sealed record Connect : Outgoing
{
    public string ProtocolName { get; init; } = "MQTT";

    /// <summary>In place of the level of the connection.</summary>
    public int? Level { get; init; }

    /// <summary>In place of the flags that the other fields make.</summary>
    public int? Flags { get; init; }

    public bool CleanStart { get; init; } = true;

    public int KeepAlive { get; init; }

    public string ClientId { get; init; } = "";

    public Will? Will { get; init; }

    public string? UserName { get; init; }

    public byte[]? Password { get; init; }

    protected override int RightFirstByte => 0x10;

    private int RightFlags =>
        (CleanStart ? 0x02 : 0) | (Will is null ? 0 : 0x04 | Will.Qos << 3 | (Will.Retain ? 0x20 : 0))
        | (Password is null ? 0 : 0x40) | (UserName is null ? 0 : 0x80);

    protected override void Write(Bytes body, int level)
    {
        level = Level ?? level;
        body.Text(ProtocolName).Byte(level).Byte(Flags ?? RightFlags).Two(KeepAlive);
        WriteProperties(body, level);
        body.Text(ClientId);
        if (Will is not null)
        {
            if (level >= 5) body.Properties(Will.Properties);
            body.Text(Will.Topic).Binary(Will.Payload);
        }

        if (UserName is not null) body.Text(UserName);
        if (Password is not null) body.Binary(Password);
    }
}
