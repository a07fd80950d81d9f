namespace Ota.Mqtt.Client;

/// <summary>
/// From the connection to the readers of messages, and their acknowledgements back. All calls come under the session's lock.
/// </summary>
internal sealed class IncomingFlow(MqttClientOptions options, MessageQueue queue)
{
    private readonly IncomingWindow _window = new(options.ReceiveMaximum);
    private TaskCompletionSource? _room;

    public void Begin(bool resumed)
    {
        _window.Begin(resumed);
        if (!resumed)
            queue.Trim();
    }

    public void Receive(ClientConnection connection, ClientSession session, in PublishPacket publish)
    {
        string topic = connection.IncomingAliases.Resolve(publish);
        MqttReceivedMessage message = new(session, topic, publish);
        if (message.Qos == MqttQos.AtMostOnce)
        {
            queue.Add(message);
            return;
        }
        switch (_window.Arrive(message, mayRepeat: connection.Version == MqttProtocolVersion.V311))
        {
            case Arrival.New:
                queue.Add(message);
                break;
            case Arrival.Taken:
                connection.WriteAck(MqttPacketType.Pubrec, message.PacketId, ReasonCode.Success);
                break;
            default:
                WriteDecided(connection); // Its reader may have decided while there was no connection.
                break;
        }
    }

    public void Release(ClientConnection connection, ushort packetId)
    {
        connection.WriteAck(MqttPacketType.Pubcomp, packetId, _window.Release(packetId));
        NotifyRoom();
    }

    public void Acknowledge(ClientConnection? connection, MqttReceivedMessage message, ReasonCode reason)
    {
        IncomingWindow.Decide(message, reason);
        if (connection is not null)
            WriteDecided(connection);
    }

    /// <summary>
    /// In MQTT 3.1.1 a client cannot tell its receive maximum, so it stops reading at it. Returns what to wait for, or null.
    /// </summary>
    public Task? RoomToRead(ClientConnection connection)
    {
        if (connection.Version != MqttProtocolVersion.V311 || _window.Undecided < options.ReceiveMaximum)
            return null;
        _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _room.Task;
    }

    private void WriteDecided(ClientConnection connection)
    {
        while (_window.TakeDecided() is { } message)
        {
            MqttPacketType type = message.Qos == MqttQos.AtLeastOnce ? MqttPacketType.Puback : MqttPacketType.Pubrec;
            connection.WriteAck(type, message.PacketId, message.Decision!.Value);
        }
        NotifyRoom();
    }

    private void NotifyRoom()
    {
        if (_window.Undecided >= options.ReceiveMaximum)
            return;
        _room?.SetResult();
        _room = null;
    }
}
