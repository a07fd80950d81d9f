using System.Buffers;
using System.Text;

namespace Ota.Mqtt.Client;

/// <summary>Writes a publish to a connection within what its server takes.</summary>
internal static class PublishEncoder
{
    private const int UsualTopic = 256;

    /// <summary>Null when it is written, otherwise why it cannot be.</summary>
    public static MqttClientException? Write(
        ClientConnection connection,
        in MqttMessage message,
        ReadOnlySpan<byte> properties,
        uint? expiry,
        ushort packetId = 0,
        bool duplicate = false)
    {
        if (Refuse(connection.Server, message) is { } refusal)
            return refusal;
        int bound = Encoding.UTF8.GetMaxByteCount(message.Topic.Length);
        byte[]? rented = bound > UsualTopic ? ArrayPool<byte>.Shared.Rent(bound) : null;
        Span<byte> topic = rented ?? stackalloc byte[UsualTopic];
        topic = topic[..Encoding.UTF8.GetBytes(message.Topic, topic)];
        bool written = Write(connection, message, topic, new OutgoingPublish
        {
            Payload = message.Payload,
            Qos = message.Qos,
            Retain = message.Retain,
            Duplicate = duplicate,
            PacketId = packetId,
            MessageExpiryInterval = expiry,
            Properties = properties,
        });
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return written
            ? null
            : new MqttClientException(
                MqttClientError.PacketTooLarge,
                $"The packet is larger than the server's maximum of {connection.Server.MaximumPacketSize} bytes.");
    }

    private static MqttClientException? Refuse(ServerLimits server, in MqttMessage message)
    {
        if (message.Qos > server.MaximumQos)
        {
            return new MqttClientException(
                MqttClientError.NotSupported, $"The server supports QoS {(int)server.MaximumQos} at most (MQTT-3.2.2-11).");
        }
        return message.Retain && !server.RetainAvailable
            ? new MqttClientException(MqttClientError.NotSupported, "The server keeps no retained messages (MQTT-3.2.2-14).")
            : null;
    }

    private static bool Write(ClientConnection connection, in MqttMessage message, ReadOnlySpan<byte> topic, in OutgoingPublish publish)
    {
        ushort alias = connection.OutgoingAliases.Find(message.Topic);
        if (alias != 0)
            return TryWrite(connection, With(publish, [], alias));
        alias = connection.OutgoingAliases.Next;
        // An alias is set by the message that goes out with it, so a message that is too large for it goes without.
        if (alias != 0 && TryWrite(connection, With(publish, topic, alias)))
        {
            connection.OutgoingAliases.Set(message.Topic, alias);
            return true;
        }
        return TryWrite(connection, With(publish, topic, 0));
    }

    private static OutgoingPublish With(in OutgoingPublish publish, ReadOnlySpan<byte> topic, ushort alias) => new()
    {
        Topic = topic,
        TopicAlias = alias,
        Payload = publish.Payload,
        Qos = publish.Qos,
        Retain = publish.Retain,
        Duplicate = publish.Duplicate,
        PacketId = publish.PacketId,
        MessageExpiryInterval = publish.MessageExpiryInterval,
        Properties = publish.Properties,
    };

    private static bool TryWrite(ClientConnection connection, in OutgoingPublish publish)
    {
        // Without a limit of the server there is the protocol's own.
        if (publish.Payload.Length > MqttReaderLimits.LargestPacket
            || MqttWriter.GetSize(publish, connection.Version) > connection.Server.MaximumPacketSize)
            return false;
        connection.Wrote(MqttWriter.Write(connection.Output, publish, connection.Version));
        return true;
    }
}
