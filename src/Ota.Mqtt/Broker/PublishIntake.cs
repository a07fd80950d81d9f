using System.Buffers;

namespace Ota.Mqtt.Broker;

/// <summary>Takes the messages that one client publishes (3.3) and answers them.</summary>
internal sealed class PublishIntake(MqttBroker broker, MqttConnection connection, MqttSession session, FanOut fanOut)
{
    private const int UsualScratch = 512;

    private readonly MqttProtocolVersion _version = connection.Accepted!.Version;
    private readonly ITopicAccess? _access = connection.Accepted.Access;
    private byte[]?[]? _aliases;
    private readonly bool _mayIntercept = !broker.Interceptions.AreNone;
    private List<InterceptedPublish>? _intercepted;
    private IMqttPublishInterceptor? _interceptor; // Who gets what has been gathered.
    private string? _refusal; // Why the last message that was refused was refused, for a person.
    private int _taken;
    private int _unanswered; // QoS 1 of this read: their PUBACKs have not left, so the client has sent them without.

    public void Handle(in PublishPacket packet)
    {
        int scratchSize = packet.TopicLength;
        byte[]? rented = scratchSize > UsualScratch ? ArrayPool<byte>.Shared.Rent(scratchSize) : null;
        Span<byte> scratch = rented ?? stackalloc byte[UsualScratch];
        ReadOnlySpan<byte> topic = ResolveTopic(packet, packet.GetTopic(scratch));
        _taken++;
        switch (packet.Qos)
        {
            case MqttQos.AtMostOnce:
                Route(packet, topic);
                break;
            case MqttQos.AtLeastOnce:
                CheckReceiveMaximum(_mayIntercept ? connection.Answers.Pubacks + session.ReceivedCount + 1 : ++_unanswered);
                if (Route(packet, topic) is { } reason)
                    Answer(MqttPacketType.Puback, packet.PacketId, reason, _refusal);
                break;
            default:
                HandleExactlyOnce(packet, topic);
                break;
        }
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    public void EndBatch()
    {
        _unanswered = 0;
        HandOver();
        if (_mayIntercept)
            connection.SendAnswers();
        if (_taken == 0)
            return;
        broker.Counters.Received(_taken);
        _taken = 0;
    }

    private void HandleExactlyOnce(in PublishPacket packet, ReadOnlySpan<byte> topic)
    {
        bool isNew;
        lock (session.Gate)
        {
            if (session.Connection != connection)
                return;
            isNew = session.Received.Add(packet.PacketId);
            CheckReceiveMaximum((_mayIntercept ? connection.Answers.Pubacks : 0) + session.ReceivedCount);
            if (!isNew && session.Received.Held(packet.PacketId) is { } held)
            {
                if (held.Connection == connection)
                    return; // The answer is owed already.
                held.Position = connection.Answers.Owe(MqttPacketType.Pubrec, packet.PacketId);
                held.Connection = connection;
                connection.Answers.Hold(held.Size);
                return;
            }
        }
        if (!isNew) // MQTT-4.3.3-10: the answer is repeated, the message is not.
        {
            Answer(MqttPacketType.Pubrec, packet.PacketId, ReasonCode.Success, text: null);
            return;
        }
        if (Route(packet, topic) is not { } reason)
            return;
        if (reason.IsFailure() && _version == MqttProtocolVersion.V500)
        {
            lock (session.Gate)
                session.Received.Remove(packet.PacketId); // MQTT-4.3.3-9: a refused identifier is free again.
        }
        Answer(MqttPacketType.Pubrec, packet.PacketId, reason, _refusal);
    }

    /// <summary>Null when an interceptor answers later.</summary>
    private ReasonCode? Route(in PublishPacket packet, ReadOnlySpan<byte> topic)
    {
        if (!ConnectHandshake.MayPublish(_access, topic))
        {
            return RefuseAccess(topic); // 3.1.1 has no word for it: there the message is acknowledged and dropped (MQTT-3.3.5-2).
        }
        _refusal = null;
        int propertiesSize = packet.PropertiesLength;
        byte[]? rented = propertiesSize > UsualScratch ? ArrayPool<byte>.Shared.Rent(propertiesSize) : null;
        Span<byte> properties = propertiesSize == 0 ? default : rented ?? stackalloc byte[UsualScratch];
        if (propertiesSize > 0)
            properties = properties[..packet.CopyForwardedProperties(properties)];
        Publication publication = new()
        {
            Topic = topic,
            Payload = packet.Payload,
            Properties = properties,
            Qos = packet.Qos,
            Retain = packet.Retain,
            ExpiresAt = broker.ExpiryOf(packet.MessageExpiryInterval),
            Publisher = session,
        };
        ReasonCode? reason = null;
        if (_mayIntercept && broker.Interceptions.Find(topic) is { } interception)
            Intercept(packet, ref publication, interception);
        else
            reason = Deliver(ref publication);
        publication.Dispose();
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return reason;
    }

    private ReasonCode Deliver(ref Publication publication)
    {
        broker.Route(ref publication, fanOut, out ReasonCode reason);
        if (reason == ReasonCode.QuotaExceeded)
            _refusal = RetainedStore.IsFull;
        return reason;
    }

    private ReasonCode RefuseAccess(ReadOnlySpan<byte> topic)
    {
        broker.Counters.Dropped();
        MqttRefusal refusal = ConnectHandshake.IsServersOwn(topic)
            ? new MqttRefusal(ReasonCode.NotAuthorized, "The topics below $SYS are the server's own.")
            : _access!.RefusePublish(topic);
        _refusal = refusal.Text;
        return refusal.For(MqttPacketType.Puback);
    }

    private void Intercept(in PublishPacket packet, ref Publication publication, MqttInterception interception)
    {
        if (_interceptor != interception.Interceptor)
            HandOver();
        _interceptor = interception.Interceptor;
        InterceptedPublish publish = new(broker, connection, session, publication.Keep(), packet.PacketId, interception.Forward);
        lock (session.Gate)
        {
            connection.Answers.Hold(publish.Size);
            if (packet.Qos != MqttQos.AtMostOnce)
            {
                bool once = packet.Qos == MqttQos.ExactlyOnce;
                MqttPacketType answer = once ? MqttPacketType.Pubrec : MqttPacketType.Puback;
                publish.Position = connection.Answers.Owe(answer, packet.PacketId);
                if (once)
                    session.Received.Hold(publish);
            }
        }
        (_intercepted ??= []).Add(publish);
    }

    private void HandOver()
    {
        if (_intercepted is { Count: > 0 })
            Interceptions.Hand(_interceptor!, _intercepted, broker.Log);
    }

    private ReadOnlySpan<byte> ResolveTopic(in PublishPacket packet, ReadOnlySpan<byte> topic)
    {
        ushort alias = packet.TopicAlias;
        if (alias == 0)
            return topic;
        if (alias > broker.Options.TopicAliasMaximum) // MQTT-3.3.2-9
            throw new MqttProtocolException(ReasonCode.TopicAliasInvalid, "The topic alias is above the maximum.");
        _aliases ??= new byte[broker.Options.TopicAliasMaximum][];
        ref byte[]? known = ref _aliases[alias - 1];
        if (topic.IsEmpty)
            return known ?? throw new MqttProtocolException(ReasonCode.ProtocolError, "The topic alias has not been set (3.3.2.3.4).");
        if (!topic.SequenceEqual(known))
            known = topic.ToArray();
        return topic;
    }

    private void CheckReceiveMaximum(int unfinished)
    {
        if (_version == MqttProtocolVersion.V500 && unfinished > broker.Options.ReceiveMaximum) // MQTT-3.3.4-7, 3.3.4-8
            throw new MqttProtocolException(ReasonCode.ReceiveMaximumExceeded, "More messages are unfinished than the receive maximum.");
    }

    private void Answer(MqttPacketType type, ushort packetId, ReasonCode reason, string? text)
    {
        if (_mayIntercept)
        {
            lock (session.Gate)
                connection.Answers.Owe(type, packetId, reason, text); // Behind those that an interceptor still owes.
        }
        else if (reason.IsFailure())
        {
            connection.Accepted!.Terms.WriteAck(connection.Responses, type, packetId, reason, text);
        }
        else
        {
            connection.Responses.WriteAck(type, packetId, reason, _version);
        }
    }
}
