using System.Text;

namespace Ota.Conformance.Wire;

/// <summary>A packet from the broker, read strictly: what a client could not understand is a deviation.</summary>
public sealed class Received
{
    private readonly string _hex;

    public Received(int firstByte, byte[] body, int level)
    {
        Type = (PacketType)(firstByte >> 4);
        Flags = firstByte & 0x0F;
        _hex = $"{firstByte:X2}.{Convert.ToHexString(body.AsSpan(0, Math.Min(body.Length, 200)))}";
        Size = body.Length < 128 ? body.Length + 2 : body.Length + 3;
        if (Type != PacketType.Publish && Flags != (Type == PacketType.Pubrel ? 2 : 0))
            throw new BrokerDeviationException($"{this} has wrong flags.");
        Parse(new FieldReader(body), level);
    }

    public PacketType Type { get; }

    public int Flags { get; }

    /// <summary>Bytes on the wire (true below 16,384).</summary>
    public int Size { get; }

    public bool Dup => (Flags & 0x08) != 0;

    public int Qos => (Flags >> 1) & 0x03;

    public bool Retain => (Flags & 0x01) != 0;

    public int PacketId { get; private set; }

    public string Topic { get; private set; } = "";

    public byte[] Payload { get; private set; } = [];

    public string Text => Encoding.UTF8.GetString(Payload);

    public bool SessionPresent { get; private set; }

    /// <summary>The reason code; 0 where the packet leaves it out.</summary>
    public int Code { get; private set; }

    /// <summary>The codes of a SUBACK or UNSUBACK.</summary>
    public int[] Codes { get; private set; } = [];

    public ReceivedProperties Properties { get; private set; } = new();

    public override string ToString() => $"{Type.ToString().ToUpperInvariant()} ({_hex})";

    private void Parse(FieldReader fields, int level)
    {
        switch (Type)
        {
            case PacketType.Connack: ParseConnack(fields, level); break;
            case PacketType.Publish: ParsePublish(fields, level); break;
            case PacketType.Suback or PacketType.Unsuback: ParseCodes(fields, level); break;
            case PacketType.Puback or PacketType.Pubrec or PacketType.Pubrel or PacketType.Pubcomp:
                PacketId = fields.Two();
                ParseReason(fields, level);
                break;
            case PacketType.Disconnect or PacketType.Auth when level >= 5: ParseReason(fields, level); break;
            case PacketType.Pingresp: break;
            default: throw new BrokerDeviationException($"{this} is not for a client.");
        }

        if (fields.Left > 0) throw new BrokerDeviationException($"{this} has {fields.Left} bytes too many.");
    }

    private void ParseConnack(FieldReader fields, int level)
    {
        int flags = fields.Byte();
        if (flags > 1) throw new BrokerDeviationException($"{this} has reserved flags set.");
        SessionPresent = flags == 1;
        Code = fields.Byte();
        // A refused version may be answered in the form of another one.
        if (level >= 5 && fields.Left > 0) Properties = ReceivedProperties.Read(fields);
    }

    private void ParsePublish(FieldReader fields, int level)
    {
        if (Qos == 3) throw new BrokerDeviationException($"{this} has QoS 3.");
        Topic = fields.Text();
        if (Qos > 0) PacketId = fields.Two();
        if (level >= 5) Properties = ReceivedProperties.Read(fields);
        Payload = fields.Rest();
    }

    private void ParseCodes(FieldReader fields, int level)
    {
        PacketId = fields.Two();
        if (level >= 5) Properties = ReceivedProperties.Read(fields);
        Codes = [.. fields.Rest().Select(code => (int)code)];
    }

    private void ParseReason(FieldReader fields, int level)
    {
        if (level < 5) return;
        if (fields.Left > 0) Code = fields.Byte();
        if (fields.Left > 0) Properties = ReceivedProperties.Read(fields);
    }
}
