using System.Buffers;
using System.Collections;
using System.Reflection;
using System.Text;

namespace Ota.Mqtt.Tests;

/// <summary>
/// Any packet with all its content, written and compared as a whole. Two are equal when their texts are, and the text names every
/// property that the type has, so a member added later is compared too.
/// </summary>
internal sealed record TestPacket(object Content, MqttProtocolVersion Version)
{
    public static TestPacket From(in MqttPacket packet, MqttProtocolVersion version)
    {
        object content = packet.Type switch
        {
            MqttPacketType.Publish => TestPublish.From(packet.Publish),
            >= MqttPacketType.Puback and <= MqttPacketType.Pubcomp => TestAck.From(packet.Acknowledgement),
            MqttPacketType.Pingreq or MqttPacketType.Pingresp => packet.Type,
            _ => packet.Control!,
        };
        return new TestPacket(content, content is ConnectPacket connect ? connect.Version : version);
    }

    public byte[] Encode()
    {
        ArrayBufferWriter<byte> output = new();
        int size = Content switch
        {
            TestPublish publish => publish.Write(output, Version),
            TestAck ack => ack.Write(output, Version),
            MqttPacketType ping => MqttWriter.WritePing(output, ping),
            _ => MqttWriter.Write(output, (ControlPacket)Content, Version),
        };
        size.Should().Be(output.WrittenCount, "the size that is returned is the size that is written");
        if (Content is ControlPacket control)
            MqttWriter.GetSize(control, Version).Should().Be(size, "the size is known before");
        return output.WrittenSpan.ToArray();
    }

    public bool Equals(TestPacket? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(Version).Append(' ');
        Append(text, Content);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string words:
                text.Append('"').Append(words).Append('"');
                break;
            case ReadOnlyMemory<byte> bytes:
                text.Append("0x").Append(Convert.ToHexString(bytes.Span));
                break;
            case byte[] bytes when value.GetType() == typeof(byte[]): // An array of a byte-sized enumeration also matches byte[].
                text.Append("0x").Append(Convert.ToHexString(bytes));
                break;
            case IEnumerable list:
                text.Append('[');
                foreach (object? item in list)
                    Append(text, item);
                text.Append(']');
                break;
            case ValueType simple and not UserProperty:
                text.Append(simple);
                break;
            default:
                AppendMembers(text, value);
                break;
        }
    }

    private static void AppendMembers(StringBuilder text, object value)
    {
        text.Append(value.GetType().Name).Append('{');
        foreach (PropertyInfo property in value.GetType().GetProperties())
        {
            text.Append(property.Name).Append('=');
            Append(text, property.GetValue(value));
            text.Append(' ');
        }
        text.Append('}');
    }
}
