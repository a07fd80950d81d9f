using System.Buffers;
using FsCheck.Fluent;

namespace Ota.Mqtt.Tests;

public sealed class RoundTripTests
{
    public static TheoryData<MqttProtocolVersion, MqttPacketType> Kinds
    {
        get
        {
            TheoryData<MqttProtocolVersion, MqttPacketType> kinds = [];
            foreach (MqttProtocolVersion version in Enum.GetValues<MqttProtocolVersion>())
            {
                for (MqttPacketType type = MqttPacketType.Connect; type <= MqttPacketType.Auth; type++)
                {
                    if (type != MqttPacketType.Auth || version == MqttProtocolVersion.V500)
                        kinds.Add(version, type);
                }
            }
            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_written_is_read_back(MqttProtocolVersion version, MqttPacketType type)
    {
        Check.Holds(Check.Seeds, seed =>
        {
            TestPacket packet = new PacketMaker(seed, version).Of(type);
            byte[] bytes = packet.Encode();
            TestPacket? read = Wire.Read(bytes, version);
            read!.ToString().Should().Be(packet.ToString());
            read.Encode().Should().Equal(bytes, "reading keeps everything");
        }, 200);
    }

    [Fact]
    public void Every_split_into_segments_gives_the_same_packets()
    {
        var cases =
            from version in Check.Versions
            from packets in Check.Packet(Gen.Constant(version)).ListOf(4)
            from sizes in Gen.Choose(0, 12).ListOf(60)
            select (version, packets, sizes);
        Check.Holds(cases, one =>
        {
            byte[] bytes = [.. one.packets.SelectMany(packet => packet.Encode())];
            Wire.ReadAll(Wire.Split(bytes, one.sizes), one.version).Should().Equal(one.packets);
            if (bytes.Length < 1000)
                Wire.ReadAll(Wire.Split(bytes, Enumerable.Repeat(1, bytes.Length)), one.version).Should().Equal(one.packets);
        }, 500);
    }

    [Fact]
    public void Every_truncation_of_a_packet_asks_for_more()
    {
        Check.Holds(Check.Packets, packet =>
        {
            byte[] bytes = packet.Encode();
            for (int size = 0; size < bytes.Length; size += 1 + (size / 64))
            {
                Wire.Read(bytes[..size], packet.Version).Should().BeNull();
                Wire.Read(Wire.Split(bytes[..size], [1, 1, 0, 1, 2]), packet.Version).Should().BeNull();
            }
        }, 300);
    }

    [Fact]
    public void A_packet_arriving_byte_by_byte_is_read_once_when_it_is_whole()
    {
        Check.Holds(Check.Packets, packet =>
        {
            byte[] bytes = packet.Encode();
            ReadOnlySequence<byte> buffer = new([.. bytes, 0xFF]);
            MqttReader.TryRead(ref buffer, packet.Version, Wire.FromAnyone, out _).Should().BeTrue();
            buffer.ToArray().Should().Equal(0xFF);
        }, 200);
    }
}
