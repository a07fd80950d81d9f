namespace Ota.Mqtt.Client;

/// <summary>
/// From the connection to the readers of messages, and their acknowledgements back. All calls come under the session's lock.
/// </summary>
internal sealed class IncomingFlow(MqttClientOptions options, MessageQueue queue)
{
    private readonly IncomingWindow _window = new(options.MaximumUndecided);
    private TaskCompletionSource? _room;

    public void Begin(bool resumed)
    {
        _window.Begin(resumed);
        if (!resumed)
            queue.Trim();
    }

    /// <summary>What still comes is read and thrown away: a socket that is closed with bytes in it can take sent acknowledgements with it.</summary>
    public void End() => LetRead();

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
    }

    public void Acknowledge(ClientConnection? connection, MqttReceivedMessage message, ReasonCode reason)
    {
        IncomingWindow.Decide(message, reason);
        if (connection is not null)
            WriteDecided(connection);
    }

    /// <summary>
    /// A client stops reading at its receive maximum where it cannot tell the server, in MQTT 3.1.1, and where the server goes over it
    /// (MQTT-3.3.4-9). To leave such a server would help nobody: mosquitto 2.0.11 sends up to a window of what it has queued for each
    /// acknowledgement that it gets, and all of that again at once on the next connection, so each connection would soon end like the
    /// one before. At a window that is just full reading goes on, since answers to this client's own packets come the same way.
    /// Returns what to wait for, or null.
    /// </summary>
    public Task? RoomToRead(ClientConnection connection)
    {
        if (!IsFull(connection))
            return null;
        _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _room.Task;
    }

    private bool IsFull(ClientConnection connection) =>
        _window.Undecided >= (connection.Version == MqttProtocolVersion.V311 ? options.ReceiveMaximum : options.MaximumUndecided);

    private void WriteDecided(ClientConnection connection)
    {
        while (_window.TakeDecided() is { } message)
        {
            MqttPacketType type = message.Qos == MqttQos.AtLeastOnce ? MqttPacketType.Puback : MqttPacketType.Pubrec;
            connection.WriteAck(type, message.PacketId, message.Decision!.Value);
        }
        if (!IsFull(connection))
            LetRead();
    }

    private void LetRead()
    {
        _room?.SetResult();
        _room = null;
    }
}
