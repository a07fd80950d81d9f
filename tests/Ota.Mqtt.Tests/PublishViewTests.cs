using System.Buffers;
using System.Text;
using FsCheck.Fluent;

namespace Ota.Mqtt.Tests;

public sealed class PublishViewTests
{
    private const MqttProtocolVersion Five = MqttProtocolVersion.V500;

    [Fact]
    public void A_topic_in_one_segment_is_a_view_of_the_input()
    {
        byte[] bytes = Wire.Bytes("30 06 0003 612F62 00");
        PublishPacket publish = Read(new ReadOnlySequence<byte>(bytes));
        bytes[4] = (byte)'x';
        Encoding.UTF8.GetString(publish.GetTopic()).Should().Be("x/b");
    }

    [Fact]
    public void A_topic_in_several_segments_goes_into_the_scratch_or_a_new_array()
    {
        PublishPacket publish = Read(Wire.Split(Wire.Bytes("30 06 0003 612F62 00"), [1, 1, 1, 1, 1, 1, 1]));
        Span<byte> scratch = stackalloc byte[3];
        publish.GetTopic(scratch).Overlaps(scratch).Should().BeTrue();
        publish.GetTopic(scratch[..2]).Overlaps(scratch).Should().BeFalse();
        Encoding.UTF8.GetString(publish.GetTopic(scratch[..2])).Should().Be("a/b");
        publish.Topic.ToArray().Should().Equal("a/b"u8.ToArray());
    }

    [Fact]
    public void Forwarded_properties_leave_out_what_each_receiver_gets_anew()
    {
        var cases =
            from seed in Check.Seeds
            from sizes in Gen.Choose(1, 9).ListOf(40)
            select (seed, sizes);
        Check.Holds(cases, one =>
        {
            TestPacket packet = new PacketMaker(one.seed, Five).Of(MqttPacketType.Publish);
            PublishProperties original = ((TestPublish)packet.Content).Properties;
            byte[] expected = (original with { TopicAlias = null, MessageExpiryInterval = null, SubscriptionIdentifiers = [] }).Encode();

            PublishPacket publish = Read(Wire.Split(packet.Encode(), one.sizes));
            byte[] copy = new byte[publish.PropertiesLength];
            int size = publish.CopyForwardedProperties(copy);
            copy.AsSpan(0, size).ToArray().Should().Equal(expected);
        }, 300);
    }

    [Fact]
    public void The_properties_of_each_receiver_are_written_beside_the_forwarded_ones()
    {
        byte[] forwarded = new PublishProperties { ContentType = "t", UserProperties = [new("a", "b")] }.Encode();
        ArrayBufferWriter<byte> output = new();
        MqttWriter.Write(output, new OutgoingPublish
        {
            Topic = "t"u8,
            Payload = new ReadOnlySequence<byte>("p"u8.ToArray()),
            Qos = MqttQos.AtLeastOnce,
            PacketId = 9,
            TopicAlias = 3,
            MessageExpiryInterval = 4,
            SubscriptionIdentifiers = [1, 268_435_455],
            Properties = forwarded,
        }, Five);
        TestPublish read = (TestPublish)Wire.Read(output.WrittenSpan.ToArray(), Five, Wire.FromServer)!.Content;
        read.Properties.Should().BeEquivalentTo(new PublishProperties
        {
            TopicAlias = 3,
            MessageExpiryInterval = 4,
            SubscriptionIdentifiers = [1, 268_435_455],
            ContentType = "t",
            UserProperties = [new("a", "b")],
        });
    }

    [Fact]
    public void A_receiver_of_3_1_1_gets_the_message_without_properties()
    {
        ArrayBufferWriter<byte> output = new();
        OutgoingPublish publish = new() { Topic = "t"u8, MessageExpiryInterval = 4, Properties = [0x01, 0x01] };
        MqttWriter.Write(output, publish, MqttProtocolVersion.V311);
        output.WrittenSpan.ToArray().Should().Equal(0x30, 0x03, 0x00, 0x01, (byte)'t');
    }

    [Theory]
    [InlineData(4000)]
    [InlineData(4090)]
    [InlineData(4096)]
    [InlineData(100_000)]
    public void A_large_payload_is_written_in_pieces(int size)
    {
        TestPublish publish = new() { Topic = "t", Payload = [.. Enumerable.Range(0, size).Select(i => (byte)i)] };
        TestPacket packet = new(publish, MqttProtocolVersion.V311);
        Wire.Read(packet.Encode(), packet.Version).Should().Be(packet);
    }

    [Fact]
    public void A_view_of_another_kind_is_not_given()
    {
        ReadOnlySequence<byte> buffer = new(Wire.Bytes("C000"));
        MqttReader.TryRead(ref buffer, Five, Wire.FromAnyone, out MqttPacket packet).Should().BeTrue();
        packet.Type.Should().Be(MqttPacketType.Pingreq);
        packet.Control.Should().BeNull();
        packet.Invoking(ping => ping.Publish).Should().Throw<InvalidOperationException>();
        packet.Invoking(ping => ping.Acknowledgement).Should().Throw<InvalidOperationException>();
    }

    private static PublishPacket Read(ReadOnlySequence<byte> buffer)
    {
        MqttReader.TryRead(ref buffer, Five, Wire.FromAnyone, out MqttPacket packet).Should().BeTrue();
        return packet.Publish;
    }
}
