using System.Buffers;
using FsCheck;
using FsCheck.Fluent;

namespace Ota.Mqtt.Tests;

public sealed class HostileInputTests
{
    private static readonly Gen<MqttReaderLimits> Limits =
        Gen.Elements(Wire.FromAnyone, Wire.FromClient, Wire.FromServer, new MqttReaderLimits { MaxPacketSize = 40, MaxTopicLevels = 2 });

    [Fact]
    public void Random_bytes_give_a_packet_or_the_protocol_exception_or_a_request_for_more()
    {
        var cases =
            from version in Check.Versions
            from limits in Limits
            from bytes in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf()
            select (version, limits, bytes);
        Check.Holds(cases, one => ReadToTheEnd(one.bytes, one.version, one.limits), 5000);
    }

    [Fact]
    public void Random_content_behind_a_right_header_does_no_more_harm()
    {
        var cases =
            from version in Check.Versions
            from limits in Limits
            from type in Gen.Choose(1, 15)
            from flags in Gen.Choose(0, 5)
            from content in Gen.Frequency((3, Gen.Choose(0, 255)), (3, Gen.Choose(0, 4)), (1, Gen.Elements(0x26, 0x1F, 0x0B, 0x23, 0x11)))
                .Select(value => (byte)value).ArrayOf()
            let first = (byte)((type << 4) | (flags > 3 ? 0 : flags))
            select (version, limits, bytes: (byte[])[first, (byte)Math.Min(127, content.Length), .. content]);
        Check.Holds(cases, one => ReadToTheEnd(one.bytes, one.version, one.limits), 10_000);
    }

    [Fact]
    public void A_changed_byte_gives_another_packet_or_the_protocol_exception_or_a_request_for_more()
    {
        var cases =
            from packet in Check.Packets
            from limits in Limits
            from position in Check.Seeds
            from value in Gen.Choose(0, 255)
            select (packet, limits, position, value);
        Check.Holds(cases, one =>
        {
            byte[] bytes = one.packet.Encode();
            bytes[one.position % bytes.Length] = (byte)one.value;
            ReadToTheEnd(bytes, one.packet.Version, one.limits);
        }, 5000);
    }

    /// <summary>Reads the same bytes whole and in pieces; what is accepted can be written and read again.</summary>
    private static void ReadToTheEnd(byte[] bytes, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        (List<string> whole, ReasonCode? wholeEnd) = ReadUntilRefused(new ReadOnlySequence<byte>(bytes), version, limits);
        (List<string> split, ReasonCode? splitEnd) =
            ReadUntilRefused(Wire.Split(bytes, Enumerable.Repeat(1, bytes.Length)), version, limits);
        split.Should().Equal(whole);
        splitEnd.Should().Be(wholeEnd);
    }

    private static (List<string> Packets, ReasonCode? End) ReadUntilRefused(
        ReadOnlySequence<byte> buffer, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        List<string> packets = [];
        try
        {
            while (MqttReader.TryRead(ref buffer, version, limits, out MqttPacket packet))
            {
                TestPacket content = TestPacket.From(packet, version);
                packets.Add(content.ToString());
                if (content.Content is ConnackPacket && version == MqttProtocolVersion.V500)
                    continue; // A 3.1.1 server's answer is accepted too, and is not what we would write.
                Wire.Read(content.Encode(), content.Version).Should().Be(content);
            }
        }
        catch (MqttProtocolException refused)
        {
            refused.Reason.IsFailure().Should().BeTrue();
            return (packets, refused.Reason);
        }
        return (packets, null);
    }
}
