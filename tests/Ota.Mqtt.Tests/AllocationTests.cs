using System.Buffers;

namespace Ota.Mqtt.Tests;

/// <summary>The frequent packets cost no allocation, neither in one segment nor across several.</summary>
public sealed class AllocationTests
{
    // A literal span of numbers allocates in unoptimised builds, which would be the test's fault.
    private static readonly uint[] Identifiers = [1, 300];

    public static TheoryData<MqttProtocolVersion, int> Cases => new()
    {
        { MqttProtocolVersion.V311, int.MaxValue },
        { MqttProtocolVersion.V500, int.MaxValue },
        { MqttProtocolVersion.V311, 7 },
        { MqttProtocolVersion.V500, 7 },
        { MqttProtocolVersion.V500, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reading_a_QoS_1_publish_and_writing_its_acknowledgement_allocates_nothing(MqttProtocolVersion version, int segmentSize)
    {
        ReadOnlySequence<byte> input = Input(version, segmentSize);
        byte[] output = new byte[4096];
        Allocated.PerRound(() => Acknowledge(input, version, output)).Should().Be(0);
        Acknowledge(input, version, output).Should().Be(3, "all were read");
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public void Writing_publishes_and_all_acknowledgements_allocates_nothing(MqttProtocolVersion version)
    {
        ArrayBufferWriter<byte> output = new(4096);
        ReadOnlySequence<byte> payload = new(new byte[500]);
        byte[] properties = new PublishProperties { ContentType = "t", UserProperties = [new("a", "b")] }.Encode();
        Allocated.PerRound(() => Write(output, payload, properties, version)).Should().Be(0);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public void Reading_acknowledgements_and_pings_allocates_nothing(MqttProtocolVersion version)
    {
        string acknowledgements = "40020001 50020001 62020001 70020001 C000 D000"
            + (version == MqttProtocolVersion.V500 ? "4003000110 400400011000 7018000292141F00047465737426000474657374000474657374" : "");
        ReadOnlySequence<byte> input = new(Wire.Bytes(acknowledgements));
        Allocated.PerRound(() =>
        {
            ReadOnlySequence<byte> buffer = input;
            while (MqttReader.TryRead(ref buffer, version, Wire.FromAnyone, out _))
            {
            }
        }).Should().Be(0);
    }

    [Fact]
    public void Matching_and_checking_topics_allocates_nothing()
    {
        Allocated.PerRound(() =>
        {
            TopicFilter.Matches("v1/+/up/#"u8, "v1/3b1f/up/tm"u8);
            TopicFilter.TryParseShared("$share/ota/v1/+/up/#"u8, out _, out _);
            TopicName.IsValid("v1/3b1f/up/tm"u8);
        }).Should().Be(0);
    }

    private static ReadOnlySequence<byte> Input(MqttProtocolVersion version, int segmentSize)
    {
        PublishProperties properties = version == MqttProtocolVersion.V500
            ? new() { MessageExpiryInterval = 60, TopicAlias = 2, UserProperties = [new("a", "b")] }
            : new();
        TestPublish publish = new()
        {
            Topic = "v1/3b1f0c/up/tm",
            Payload = new byte[100],
            Qos = MqttQos.AtLeastOnce,
            PacketId = 7,
            Properties = properties,
        };
        byte[] one = new TestPacket(publish, version).Encode();
        byte[] bytes = [.. one, .. one, .. one];
        return segmentSize == int.MaxValue
            ? new ReadOnlySequence<byte>(bytes)
            : Wire.Split(bytes, Enumerable.Repeat(segmentSize, bytes.Length / segmentSize));
    }

    private static int Acknowledge(ReadOnlySequence<byte> buffer, MqttProtocolVersion version, byte[] output)
    {
        int read = 0;
        int written = 0;
        Span<byte> scratch = stackalloc byte[128];
        while (MqttReader.TryRead(ref buffer, version, Wire.FromClient, out MqttPacket packet))
        {
            PublishPacket publish = packet.Publish;
            read += publish.GetTopic(scratch).Length == 15 && publish.Payload.Length == 100 ? 1 : 0;
            foreach (MqttProperty property in publish.GetProperties(scratch))
                written += property.Id == MqttPropertyId.None ? 1 : 0;
            publish.CopyForwardedProperties(scratch);
            written += MqttWriter.WriteAck(output.AsSpan(written), MqttPacketType.Puback, publish.PacketId, ReasonCode.Success, version);
        }
        return read;
    }

    private static void Write(
        ArrayBufferWriter<byte> output, ReadOnlySequence<byte> payload, byte[] properties, MqttProtocolVersion version)
    {
        output.ResetWrittenCount();
        MqttWriter.Write(output, new OutgoingPublish
        {
            Topic = "v1/3b1f0c/up/tm"u8,
            Payload = payload,
            Qos = MqttQos.AtLeastOnce,
            PacketId = 7,
            MessageExpiryInterval = 3,
            SubscriptionIdentifiers = Identifiers,
            Properties = properties,
        }, version);
        for (MqttPacketType type = MqttPacketType.Puback; type <= MqttPacketType.Pubcomp; type++)
        {
            MqttWriter.WriteAck(output, type, 7, ReasonCode.Success, version);
            ReasonCode failure = type < MqttPacketType.Pubrel ? ReasonCode.QuotaExceeded : ReasonCode.PacketIdentifierNotFound;
            MqttWriter.WriteAck(output, type, 7, failure, version);
        }
        MqttWriter.WritePing(output, MqttPacketType.Pingresp);
    }
}
