using System.Buffers;
using System.Text;

namespace Ota.Mqtt.Tests;

/// <summary>A PUBLISH with objects instead of views.</summary>
internal sealed record TestPublish
{
    public string Topic { get; init; } = "";

    public byte[] Payload { get; init; } = [];

    public MqttQos Qos { get; init; }

    public bool Retain { get; init; }

    public bool Duplicate { get; init; }

    public ushort PacketId { get; init; }

    public PublishProperties Properties { get; init; } = new();

    public static TestPublish From(in PublishPacket publish)
    {
        publish.PayloadLength.Should().Be((int)publish.Payload.Length);
        publish.TopicLength.Should().Be((int)publish.Topic.Length);
        PublishProperties properties = PublishProperties.From(publish);
        properties.TopicAlias.GetValueOrDefault().Should().Be(publish.TopicAlias);
        properties.MessageExpiryInterval.Should().Be(publish.MessageExpiryInterval);
        return new TestPublish
        {
            Topic = Encoding.UTF8.GetString(publish.GetTopic()),
            Payload = publish.Payload.ToArray(),
            Qos = publish.Qos,
            Retain = publish.Retain,
            Duplicate = publish.Duplicate,
            PacketId = publish.PacketId,
            Properties = properties,
        };
    }

    public int Write(IBufferWriter<byte> output, MqttProtocolVersion version)
    {
        // An alias without a topic has to be named outside the block, because the writer looks for it there.
        bool aliasOnly = Topic.Length == 0;
        OutgoingPublish publish = new()
        {
            Topic = Encoding.UTF8.GetBytes(Topic),
            Payload = new ReadOnlySequence<byte>(Payload),
            Qos = Qos,
            Retain = Retain,
            Duplicate = Duplicate,
            PacketId = PacketId,
            TopicAlias = aliasOnly ? Properties.TopicAlias.GetValueOrDefault() : (ushort)0,
            Properties = (aliasOnly ? Properties with { TopicAlias = null } : Properties).Encode(),
        };
        int size = MqttWriter.Write(output, publish, version);
        MqttWriter.GetSize(publish, version).Should().Be(size);
        return size;
    }
}
