namespace Ota.Mqtt.Client;

/// <summary>
/// The outgoing half of the session state (4.1): QoS 1 and 2 publishes in the order of their acceptance, those in flight first.
/// Everything before the cursor was sent on this connection; a new connection puts the cursor back to the start, which is redelivery in
/// order (MQTT-4.4.0-1, MQTT-4.6.0-1). Pure: it says what to send and does not send.
/// </summary>
internal sealed class OutgoingWindow(PacketIds ids)
{
    private readonly PublishList _all = new();
    private PendingPublish? _cursor;
    private int _quota; // MQTT-3.3.4-7 and 4.9: publishes that the server still takes on this connection.

    public int Count => _all.Count;

    /// <summary>When the publish that has waited longest for its acknowledgement was sent; null when none waits.</summary>
    public long? OldestSentAt => _all.First is { } first && first != _cursor ? first.SentAt : null;

    public void Accept(PendingPublish publish)
    {
        _all.AddLast(publish);
        _cursor ??= publish;
    }

    /// <summary>Starts a connection on which the server knows the session.</summary>
    public void Resume(int quota)
    {
        for (PendingPublish? publish = _all.First; publish is not null; publish = publish.Next)
        {
            publish.Counted = false;
            publish.Resumed = publish.Stage != PublishStage.Unsent;
        }
        _quota = quota;
        _cursor = _all.First;
    }

    /// <summary>Starts a connection on which the server knows nothing: what was under way starts again, or fails.</summary>
    public void Restart(int quota, bool resend)
    {
        for (PendingPublish? publish = _all.First, next; publish is not null; publish = next)
        {
            next = publish.Next;
            bool sent = publish.Stage != PublishStage.Unsent;
            ReturnId(publish);
            publish.Stage = PublishStage.Unsent;
            if (publish.HasCaller && (resend || !sent))
                continue;
            _all.Remove(publish);
            publish.Fail(new MqttClientException(
                MqttClientError.SessionLost, "The server lost the session: whether the message arrived is not known."));
        }
        Resume(quota);
    }

    /// <summary>
    /// The next to send: PUBREL when it is released, otherwise PUBLISH. Null when there is none or the server takes no more.
    /// </summary>
    public PendingPublish? Next(DateTimeOffset now, long timestamp)
    {
        while (_cursor is { } publish)
        {
            if (publish.Stage == PublishStage.Unsent && publish.ExpiresAt <= now)
            {
                Drop(publish, new MqttClientException(MqttClientError.Expired, "The message expired before it could be sent."));
                continue;
            }
            if (publish.Stage != PublishStage.Released && !TryCount(publish))
                return null;
            publish.SentAt = timestamp;
            _cursor = publish.Next;
            return publish;
        }
        return null;
    }

    /// <summary>Gives a publish up that cannot be sent.</summary>
    public void Drop(PendingPublish publish, MqttClientException exception)
    {
        Leave(publish);
        publish.Fail(exception);
    }

    /// <summary>PUBACK; an identifier that is not in use means nothing to this client.</summary>
    public void Acknowledge(ushort id, PublishResult result)
    {
        if (ids.Holder(id) is not PendingPublish publish)
            return;
        Require(publish.Message.Qos == MqttQos.AtLeastOnce && publish.HasCaller, "PUBACK answers a publish of QoS 2 (4.3.3).");
        Finish(publish, result);
    }

    /// <summary>PUBREC. Returns whether PUBREL must follow, and with which code.</summary>
    public ReasonCode? Receive(ushort id, PublishResult result)
    {
        if (ids.Holder(id) is not PendingPublish publish)
            return ReasonCode.PacketIdentifierNotFound;
        Require(publish.Message.Qos == MqttQos.ExactlyOnce || !publish.HasCaller, "PUBREC answers a publish of QoS 1 (4.3.2).");
        if (!result.IsSuccess)
        {
            Finish(publish, result);
            return null;
        }
        publish.Stage = PublishStage.Released;
        publish.Received = result;
        return ReasonCode.Success;
    }

    /// <summary>PUBCOMP.</summary>
    public void Complete(ushort id, PublishResult result)
    {
        if (ids.Holder(id) is not PendingPublish publish)
            return;
        Require(publish.Stage == PublishStage.Released, "PUBCOMP came before PUBREC (4.3.3).");
        // 3.7.2.1: after a reconnect the server may have finished already, which is no failure.
        bool finishedBefore = publish.Resumed && result.Reason == ReasonCode.PacketIdentifierNotFound;
        Finish(publish, result.Reason == ReasonCode.Success || finishedBefore ? publish.Received : result);
    }

    /// <summary>
    /// Fails every caller. Of a QoS 2 exchange that has begun the release remains: were its identifier used again in the same
    /// session, the server would take another message for this one.
    /// </summary>
    public void Abandon(MqttClientException exception)
    {
        int count = _all.Count;
        for (int i = 0; i < count; i++)
        {
            PendingPublish publish = _all.TakeFirst()!;
            if (publish.PacketId != 0 && (publish.Message.Qos == MqttQos.ExactlyOnce || !publish.HasCaller))
                LeaveRelease(publish);
            else
                ReturnId(publish);
            publish.Fail(exception.Again());
        }
        _cursor = _all.First;
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new MqttProtocolException(ReasonCode.ProtocolError, message);
    }

    private void LeaveRelease(PendingPublish publish)
    {
        PendingPublish rest = new(pool: null) { PacketId = publish.PacketId, Stage = PublishStage.Released };
        ids.Replace(rest.PacketId, rest);
        _all.AddLast(rest);
        publish.PacketId = 0;
    }

    private bool TryCount(PendingPublish publish)
    {
        if (_quota == 0)
            return false;
        if (publish.PacketId == 0 && (publish.PacketId = ids.Take(publish)) == 0)
            return false;
        _quota--;
        publish.Counted = true;
        return true;
    }

    private void Finish(PendingPublish publish, PublishResult result)
    {
        Leave(publish);
        publish.Complete(result);
    }

    private void Leave(PendingPublish publish)
    {
        if (_cursor == publish)
            _cursor = publish.Next;
        if (publish.Counted)
            _quota++;
        _all.Remove(publish);
        ReturnId(publish);
    }

    private void ReturnId(PendingPublish publish)
    {
        if (publish.PacketId != 0)
            ids.Return(publish.PacketId);
        publish.PacketId = 0;
    }
}
