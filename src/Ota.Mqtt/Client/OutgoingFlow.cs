namespace Ota.Mqtt.Client;

/// <summary>
/// From the caller's publish to the connection: the window of QoS 1 and 2, and those who wait for room. All calls but
/// <see cref="Prepare"/> come under the session's lock.
/// </summary>
internal sealed class OutgoingFlow(MqttClientOptions options, PacketIds ids)
{
    private readonly OutgoingWindow _window = new(ids);
    private readonly PublishPool _pool = new(options.MaximumQueued);
    private readonly PublishList _waitingForPlace = new(); // QoS 1 and 2, for a place in the window.
    private readonly PublishList _waitingForRoom = new(); // QoS 0, for a connection that takes bytes.

    public long? OldestSentAt => _window.OldestSentAt;

    /// <summary>Checks and encodes what does not depend on the connection.</summary>
    public byte[] Prepare(in MqttMessage message, out DateTimeOffset? expiresAt)
    {
        message.Check();
        expiresAt = message.Properties?.MessageExpiryInterval is { } seconds && options.Version == MqttProtocolVersion.V500
            ? options.Time.GetUtcNow().AddSeconds(seconds)
            : null;
        return message.EncodeProperties(options.Version);
    }

    /// <summary>Writes a QoS 0 message at once if nobody waits and there is room.</summary>
    public bool TryWriteNow(ClientConnection connection, in MqttMessage message, byte[] properties, out MqttClientException? refusal)
    {
        refusal = null;
        if (message.Qos != MqttQos.AtMostOnce || _waitingForRoom.First is not null || !HasRoom(connection))
            return false;
        refusal = PublishEncoder.Write(connection, message, properties, message.Properties?.MessageExpiryInterval);
        return true;
    }

    public PendingPublish Add(in MqttMessage message, byte[] properties, DateTimeOffset? expiresAt, out bool waits)
    {
        PendingPublish publish = _pool.Take();
        publish.Begin(message, properties, expiresAt);
        waits = true;
        if (message.Qos == MqttQos.AtMostOnce)
            _waitingForRoom.AddLast(publish);
        else if (_waitingForPlace.First is not null || _window.Count >= options.MaximumQueued)
            _waitingForPlace.AddLast(publish);
        else
        {
            _window.Accept(publish);
            waits = false;
        }
        return publish;
    }

    /// <summary>Takes a publish back that still waits for room; the same object may serve another caller by now.</summary>
    public void Cancel(PendingPublish publish, short token, CancellationToken cancellationToken)
    {
        PublishList? list = publish.List;
        if (publish.Token != token || (list != _waitingForPlace && list != _waitingForRoom))
            return;
        list.Remove(publish);
        publish.Fail(new OperationCanceledException(cancellationToken));
    }

    public void Begin(ClientConnection connection, bool resumed)
    {
        if (resumed)
            _window.Resume(connection.Server.SendQuota);
        else
            _window.Restart(connection.Server.SendQuota, options.ResendWhenSessionLost);
    }

    /// <summary>Writes as much as the server and the buffer take.</summary>
    public void Pump(ClientConnection connection)
    {
        DateTimeOffset now = options.Time.GetUtcNow();
        long timestamp = options.Time.GetTimestamp();
        while (HasRoom(connection))
        {
            Refill();
            if (_window.Next(now, timestamp) is not { } publish)
                break;
            Write(connection, publish, now);
        }
        Refill();
        while (HasRoom(connection) && _waitingForRoom.TakeFirst() is { } publish)
            WriteOnce(connection, publish, now);
    }

    public void Acknowledge(ClientConnection connection, in AckPacket ack)
    {
        PublishResult result = new(ack.Reason, ack.EncodedProperties.IsEmpty ? null : ack.GetReasonString());
        switch (ack.Type)
        {
            case MqttPacketType.Puback:
                _window.Acknowledge(ack.PacketId, result);
                break;
            case MqttPacketType.Pubrec:
                if (_window.Receive(ack.PacketId, result) is { } reason)
                    connection.WriteAck(MqttPacketType.Pubrel, ack.PacketId, reason);
                break;
            default:
                _window.Complete(ack.PacketId, result);
                break;
        }
        Pump(connection);
    }

    public void Abandon(MqttClientException exception)
    {
        _window.Abandon(exception);
        while ((_waitingForPlace.TakeFirst() ?? _waitingForRoom.TakeFirst()) is { } waiting)
        {
            waiting.StopCancellation();
            waiting.Fail(exception.Again());
        }
    }

    /// <summary>A repetition goes out even when its time is over, because its exchange must end.</summary>
    private static uint? Left(PendingPublish publish, DateTimeOffset now) => publish.ExpiresAt is { } end
        ? (uint)Math.Max(1, Math.Ceiling((end - now).TotalSeconds))
        : null;

    private bool HasRoom(ClientConnection connection) => connection.Buffered < options.MaximumBuffered;

    private void Refill()
    {
        while (_window.Count < options.MaximumQueued && _waitingForPlace.TakeFirst() is { } waiting)
        {
            waiting.StopCancellation();
            _window.Accept(waiting);
        }
    }

    private void Write(ClientConnection connection, PendingPublish publish, DateTimeOffset now)
    {
        if (publish.Stage == PublishStage.Released)
        {
            connection.WriteAck(MqttPacketType.Pubrel, publish.PacketId, ReasonCode.Success);
            return;
        }
        bool duplicate = publish.Stage == PublishStage.Published; // MQTT-3.3.1-1
        MqttClientException? refusal = PublishEncoder.Write(
            connection, publish.Message, publish.Properties, Left(publish, now), publish.PacketId, duplicate);
        if (refusal is not null)
            _window.Drop(publish, refusal);
        else
            publish.Stage = PublishStage.Published;
    }

    private static void WriteOnce(ClientConnection connection, PendingPublish publish, DateTimeOffset now)
    {
        publish.StopCancellation();
        MqttClientException? refusal = publish.ExpiresAt <= now
            ? new MqttClientException(MqttClientError.Expired, "The message expired before it could be sent.")
            : PublishEncoder.Write(connection, publish.Message, publish.Properties, Left(publish, now));
        if (refusal is null)
            publish.Complete(new PublishResult(ReasonCode.Success));
        else
            publish.Fail(refusal);
    }
}
