using System.Buffers;

namespace Ota.Mqtt.Broker;

/// <summary>Acts on the packets of a connected client, on the connection's own loop. Nothing here waits.</summary>
internal sealed class PacketHandler
{
    private readonly MqttBroker _broker;
    private readonly MqttConnection _connection;
    private readonly MqttSession _session;
    private readonly MqttProtocolVersion _version;
    private readonly MqttReaderLimits _limits;
    private readonly FanOut _fanOut;
    private readonly PublishIntake _intake;
    private bool _hasRoom; // A client's acknowledgement has made room for messages that wait.

    public PacketHandler(MqttBroker broker, MqttConnection connection, MqttSession session)
    {
        _broker = broker;
        _connection = connection;
        _session = session;
        _version = connection.Accepted!.Version;
        _limits = broker.ReaderLimits;
        _fanOut = new FanOut(broker);
        _intake = new PublishIntake(broker, connection, session, _fanOut);
    }

    /// <summary>Takes packets until the buffer has no whole one, or the answers have to be sent first; then it returns true.</summary>
    public bool HandleSome(ref ReadOnlySequence<byte> buffer)
    {
        while (!_connection.IsEnding && MqttReader.TryRead(ref buffer, _version, _limits, out MqttPacket packet))
        {
            Handle(packet);
            if (_connection.Responses.IsLarge || _connection.IsOverBudget)
                return true;
        }
        return false;
    }

    /// <summary>Lets everything leave that the packets have caused, except the answers.</summary>
    public void EndBatch()
    {
        _intake.EndBatch();
        _fanOut.Flush();
        if (!_hasRoom)
            return;
        _hasRoom = false;
        _connection.SendWaiting();
    }

    private void Handle(in MqttPacket packet)
    {
        switch (packet.Type)
        {
            case MqttPacketType.Publish:
                _connection.Rate?.Take(packet.Publish.TopicLength + packet.Publish.PropertiesLength + (int)packet.Publish.Payload.Length);
                _intake.Handle(packet.Publish);
                break;
            case >= MqttPacketType.Puback and <= MqttPacketType.Pubcomp:
                Handle(packet.Acknowledgement);
                break;
            case MqttPacketType.Subscribe:
                new SubscriptionRequests(_broker, _connection, _session, _fanOut).Handle((SubscribePacket)packet.Control!);
                break;
            case MqttPacketType.Unsubscribe:
                new SubscriptionRequests(_broker, _connection, _session, _fanOut).Handle((UnsubscribePacket)packet.Control!);
                break;
            case MqttPacketType.Pingreq:
                MqttWriter.WritePing(_connection.Responses, MqttPacketType.Pingresp); // MQTT-3.12.4-1
                break;
            case MqttPacketType.Disconnect:
                _connection.Disconnect((DisconnectPacket)packet.Control!);
                break;
            case MqttPacketType.Connect:
                throw new MqttProtocolException(ReasonCode.ProtocolError, "A second CONNECT (MQTT-3.1.0-2).");
            default:
                // MQTT-4.12.0-6: AUTH needs an authentication method in CONNECT, and none was accepted.
                throw new MqttProtocolException(ReasonCode.ProtocolError, "AUTH without an authentication method in CONNECT.");
        }
    }

    private void Handle(in AckPacket packet)
    {
        lock (_session.Gate)
        {
            if (_session.Connection != _connection)
                return; // The session has gone to another connection, which sends everything again.
            switch (packet.Type)
            {
                case MqttPacketType.Puback:
                    _hasRoom |= _session.Acknowledge(packet.PacketId);
                    break;
                case MqttPacketType.Pubrec:
                    HandlePubrec(packet);
                    break;
                case MqttPacketType.Pubrel:
                    bool known = _session.Received.Remove(packet.PacketId);
                    Respond(MqttPacketType.Pubcomp, packet.PacketId, known); // MQTT-4.3.3-11
                    break;
                default:
                    _hasRoom |= _session.Complete(packet.PacketId);
                    break;
            }
        }
    }

    private void HandlePubrec(in AckPacket packet)
    {
        bool failed = packet.Reason.IsFailure();
        bool known = _session.Receive(packet.PacketId, failed);
        _hasRoom |= known;
        if (!failed)
            Respond(MqttPacketType.Pubrel, packet.PacketId, known); // MQTT-4.3.3-4
    }

    private void Respond(MqttPacketType type, ushort packetId, bool known) => _connection.Responses.WriteAck(
        type, packetId, known ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound, _version);
}
