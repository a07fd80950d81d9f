using System.Buffers;

namespace Ota.Mqtt.Tests;

public sealed class LimitTests
{
    private const MqttProtocolVersion Three = MqttProtocolVersion.V311;
    private const MqttProtocolVersion Five = MqttProtocolVersion.V500;

    [Theory]
    [InlineData("30 FF7F", 16_384)]
    [InlineData("10 8001", 130)]
    [InlineData("30 FFFFFF7F", 1024)]
    public void A_packet_that_is_too_large_is_refused_from_its_header_alone(string hex, int limit) =>
        Wire.Refused(hex, Five, new MqttReaderLimits { MaxPacketSize = limit }).Reason.Should().Be(ReasonCode.PacketTooLarge);

    [Fact]
    public void A_packet_of_exactly_the_limit_is_accepted()
    {
        byte[] publish = [0x30, 98, 0, 1, (byte)'a', .. new byte[95]];
        Wire.Read(publish, Three, new MqttReaderLimits { MaxPacketSize = 100 }).Should().NotBeNull();
        Wire.Refused("3063", Three, new MqttReaderLimits { MaxPacketSize = 100 }).Reason.Should().Be(ReasonCode.PacketTooLarge);
    }

    [Fact]
    public void The_largest_packet_of_the_protocol_can_be_read()
    {
        ReadOnlySequence<byte> buffer = Wire.Repeat(Wire.Bytes("30 FFFFFF7F 0001 61"), new byte[1 << 20], 268_435_455 - 3);
        MqttReaderLimits limits = new() { MaxPacketSize = MqttReaderLimits.LargestPacket };
        MqttReader.TryRead(ref buffer, Three, limits, out MqttPacket packet).Should().BeTrue();
        packet.Publish.PayloadLength.Should().Be(268_435_455 - 3);
        buffer.IsEmpty.Should().BeTrue();
    }

    [Theory]
    [InlineData(268_435_455 - 3, true)]
    [InlineData(268_435_455 - 2, false)]
    [InlineData(4_000_000_000, false)]
    public void A_packet_beyond_the_protocol_cannot_be_written(long payload, bool fits)
    {
        ReadOnlySequence<byte> bytes = Wire.Repeat([], new byte[1 << 20], payload);
        Func<int> size = () => MqttWriter.GetSize(new OutgoingPublish { Topic = "a"u8, Payload = bytes }, Three);
        if (fits)
            size().Should().Be(MqttReaderLimits.LargestPacket);
        else
            size.Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData("30 07 0005 612F622F63 ", ReasonCode.TopicNameInvalid)]
    [InlineData("82 0A 0001 0005 612F622F63 00", ReasonCode.TopicFilterInvalid)]
    [InlineData("A2 09 0001 0005 612F622F63", ReasonCode.TopicFilterInvalid)]
    public void Topic_levels_are_limited(string hex, ReasonCode reason)
    {
        Wire.Refused(hex, Three, new MqttReaderLimits { MaxTopicLevels = 2 }).Reason.Should().Be(reason);
        Wire.Read(Wire.Bytes(hex), Three, new MqttReaderLimits { MaxTopicLevels = 3 }).Should().NotBeNull();
    }

    [Fact]
    public void User_properties_are_limited()
    {
        const string publish = "30 0E 0001 61 0A 2600000000 2600000000";
        Wire.Refused(publish, Five, new MqttReaderLimits { MaxUserProperties = 1 }).Reason.Should().Be(ReasonCode.QuotaExceeded);
        Wire.Read(Wire.Bytes(publish), Five, new MqttReaderLimits { MaxUserProperties = 2 }).Should().NotBeNull();
    }

    [Theory]
    [InlineData("82 0A 0001 000161 00 000162 00")]
    [InlineData("A2 08 0001 000161 000162")]
    [InlineData("90 04 0001 00 00")]
    public void Subscriptions_in_one_packet_are_limited(string hex)
    {
        Wire.Refused(hex, Three, new MqttReaderLimits { MaxSubscriptionsPerPacket = 1 }).Reason.Should().Be(ReasonCode.QuotaExceeded);
        Wire.Read(Wire.Bytes(hex), Three, new MqttReaderLimits { MaxSubscriptionsPerPacket = 2 }).Should().NotBeNull();
    }

    [Fact]
    public void A_packet_that_trickles_in_is_not_scanned_again_each_time()
    {
        // The body has one byte a segment; only a look at the header alone can answer a hundred thousand times this quickly.
        ReadOnlySequence<byte> buffer = Wire.Split([0x30, 0xFF, 0xFF, 0x03, .. new byte[60_000]], Enumerable.Repeat(1, 60_000));
        Allocated.PerRound(() =>
        {
            if (MqttReader.TryRead(ref buffer, Three, Wire.FromAnyone, out _))
                throw new InvalidOperationException("The packet is not complete.");
        }, rounds: 100_000).Should().Be(0);
    }
}
