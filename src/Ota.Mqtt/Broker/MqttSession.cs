namespace Ota.Mqtt.Broker;

/// <summary>
/// The state of one client that outlives its connections (4.1): subscriptions, messages in flight both ways and waiting, expiry and
/// will. <see cref="Gate"/> guards all of it together with the output of the connection; nothing is awaited under it.
/// </summary>
internal sealed class MqttSession(MqttBroker broker, string clientId)
{
    private const int AccountingStep = 16 * 1024; // So much of each session the broker's total may not know, and nobody is denied.

    private readonly InflightWindow _inflight = new();
    private readonly MessageQueue _waiting = new();
    private MessageQueue? _passing; // QoS 0, only while the output is busy.
    private Dictionary<string, FilterName>? _subscriptions;
    private ReceivedIds? _received;
    private ConnectionOutput? _output;
    private MqttConnection? _connection;
    private int _window = ushort.MaxValue;
    private long _accounted; // What the broker's total knows of in flight and passing.
    private bool _hasEnded;

    public Lock Gate { get; } = new();

    public string ClientId => clientId;

    /// <summary>The subscriptions by filter as the client wrote it; changed by the connection's own loop and at the end.</summary>
    public Dictionary<string, FilterName> Subscriptions => _subscriptions ??= [];

    /// <summary>Under the gate: what the client has sent with QoS 2 and not released.</summary>
    public ReceivedIds Received => _received ??= new();

    /// <summary>Under the gate: how many of them count against the receive maximum.</summary>
    public int ReceivedCount => _received?.Unfinished ?? 0;

    /// <summary>Seconds; <see cref="uint.MaxValue"/> means never.</summary>
    public uint ExpiryInterval { get; set; }

    /// <summary>On the broker's clock while there is no connection; 0 otherwise, or when it never expires.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>A will that waits for its delay, with the moment that it is due.</summary>
    public PendingWill? Will { get; set; }

    public bool IsConnected => Volatile.Read(ref _connection) is not null;

    public MqttConnection? Connection => Volatile.Read(ref _connection);

    public bool HasEnded => _hasEnded;

    /// <summary>Messages that wait for a connection or for room.</summary>
    public int WaitingCount => _waiting.Count + (_passing?.Count ?? 0);

    /// <summary>The moment since when the queue has been full without a break, 0 when it is not.</summary>
    public long FullSince { get; private set; }

    /// <summary>Under the gate: hands the session to a connection that has just written CONNACK, and sends again what was in flight.</summary>
    public void Open(MqttConnection connection, ConnectionOutput output, int window)
    {
        Volatile.Write(ref _connection, connection);
        _output = output;
        _window = window;
        ExpiresAt = 0;
        Will = null;
        FullSince = 0;
        _received?.BeginConnection();
        _inflight.BeginResend();
        SendWaiting();
        output.Flush();
    }

    /// <summary>Under the gate: the connection has gone.</summary>
    public void Close()
    {
        Volatile.Write(ref _connection, null);
        _output = null;
        DropPassing();
        Account(step: 1);
    }

    /// <summary>Sends or queues one message; false when it had to be dropped.</summary>
    public bool Deliver(ref Publication publication, Delivery delivery, FanOut fanOut, bool isRetained = false)
    {
        MqttQos qos = publication.Qos < delivery.Qos ? publication.Qos : delivery.Qos;
        bool retain = isRetained || (publication.Retain && delivery.RetainAsPublished);
        lock (Gate)
        {
            if (_hasEnded)
                return false;
            bool taken = qos == MqttQos.AtMostOnce
                ? DeliverAtMostOnce(ref publication, delivery, retain)
                : DeliverAcknowledged(ref publication, delivery, qos, retain, isRetained);
            if (!taken)
                broker.Counters.Dropped();
            if (_output is not null)
                fanOut.MarkDirty(_connection!, _output);
            return taken;
        }
    }

    /// <summary>Under the gate: PUBACK. False when nothing waits for it.</summary>
    public bool Acknowledge(ushort packetId) => Finish(packetId, InflightState.Puback);

    /// <summary>Under the gate: PUBREC. False when nothing waits for it, so that PUBREL has to say so (3.6.2.1).</summary>
    public bool Receive(ushort packetId, bool failed)
    {
        if (failed)
            return Finish(packetId, InflightState.Pubrec);
        bool known = _inflight.TryReceive(packetId, out BrokerMessage? message);
        message?.Release();
        Account(AccountingStep);
        return known;
    }

    /// <summary>Under the gate: PUBCOMP.</summary>
    public bool Complete(ushort packetId) => Finish(packetId, InflightState.Pubcomp);

    /// <summary>An interceptor has completed a message: what is owed goes to the connection that asked for it last.</summary>
    public void Answer(InterceptedPublish publish, ReasonCode reason, string? text)
    {
        lock (Gate)
        {
            if (publish.Qos == MqttQos.ExactlyOnce)
                Received.Complete(publish, reason.IsFailure());
            publish.Connection!.Answers.Complete(publish, reason, text);
        }
    }

    /// <summary>Under the gate: sends what waits, as far as output and window allow.</summary>
    public void SendWaiting()
    {
        if (_output is null)
            return;
        while (_passing is { Count: > 0 } && _output.CanWrite)
            SendPassing(_passing.Dequeue());
        Account(AccountingStep);
        while (_inflight.Unsent > 0 && _output.CanWrite)
        {
            if (!SendAgain())
                return;
        }
        while (_waiting.Count > 0 && _output.CanWrite && _inflight.Count < _window)
            SendNext();
    }

    /// <summary>Under the gate: what was not finished goes to other members of its shared groups, the rest is released (4.8.2).</summary>
    public List<QueuedMessage> End()
    {
        _hasEnded = true;
        List<QueuedMessage> shared = [];
        foreach (InflightSlot slot in _inflight.TakeAll())
        {
            // MQTT-4.8.2-5: QoS 2 that has been sent once goes to nobody else.
            if (slot.Content.Message is not null)
                KeepShared(slot.Content, slot.State == InflightState.Puback, shared);
        }
        broker.Counters.Queued(-_waiting.Count, -_waiting.Bytes);
        while (_waiting.Count > 0)
            KeepShared(_waiting.Dequeue(), canMove: true, shared);
        DropPassing();
        Account(step: 1);
        return shared;
    }

    private static void KeepShared(in QueuedMessage message, bool canMove, List<QueuedMessage> shared)
    {
        if (canMove && message.Delivery.Group is not null)
            shared.Add(message);
        else
            message.Message.Release();
    }

    private bool DeliverAtMostOnce(ref Publication publication, Delivery delivery, bool retain)
    {
        if (_output is null || _output.IsClosed)
            return false;
        if (_output.CanWrite && _passing is not { Count: > 0 })
        {
            if (_output.WritePublish(publication, delivery, MqttQos.AtMostOnce, retain, packetId: 0, duplicate: false))
                broker.Counters.Sent();
            return true;
        }
        _passing ??= new MessageQueue();
        if (_passing.Count >= broker.Options.MaxQueuedMessages || !HasRoom(_passing.Bytes + publication.Size))
            return Overflow();
        _passing.Enqueue(new QueuedMessage(publication.Keep(), delivery, MqttQos.AtMostOnce, retain));
        Account(AccountingStep);
        return true;
    }

    private bool DeliverAcknowledged(ref Publication publication, Delivery delivery, MqttQos qos, bool retain, bool isRetained)
    {
        if (_output is { CanWrite: true } && _waiting.Count == 0 && _inflight.Unsent == 0 && _inflight.Count < _window
            && HasRoom(_inflight.Bytes + publication.Size))
        {
            QueuedMessage content = new(publication.Keep(), delivery, qos, retain);
            SendNew(publication, content);
            return true;
        }
        // Retained messages are shared with the store, so only their number can hurt.
        int most = broker.Options.MaxQueuedMessages + (isRetained ? broker.Retained.Count : 0);
        long held = _waiting.Bytes + _inflight.Bytes + (isRetained ? 0 : publication.Size);
        if (_waiting.Count >= most || (held > broker.Options.MaxQueuedBytes && !isRetained) || !broker.Counters.TryQueue(publication.Size))
            return Overflow();
        _waiting.Enqueue(new QueuedMessage(publication.Keep(), delivery, qos, retain));
        if (_inflight.Count == 0)
            SendWaiting(); // No acknowledgement is to come that would.
        return true;
    }

    private bool HasRoom(long bytes) =>
        bytes <= AccountingStep || (bytes <= broker.Options.MaxQueuedBytes && !broker.Counters.IsFull);

    private bool Overflow()
    {
        if (FullSince == 0 && (_inflight.Count > 0 || WaitingCount > 0)) // Otherwise the others have filled the broker.
            FullSince = broker.Clock.Now;
        return false;
    }

    /// <summary>Tells the broker's total in steps, so that a message in flight does not change a number that all share.</summary>
    private void Account(int step)
    {
        long difference = _inflight.Bytes + (_passing?.Bytes ?? 0) - _accounted;
        if (Math.Abs(difference) < step)
            return;
        _accounted += difference;
        broker.Counters.Held(difference);
    }

    private void SendNew(in Publication publication, in QueuedMessage content)
    {
        ushort packetId = _inflight.Add(content);
        Account(AccountingStep);
        if (_output!.WritePublish(publication, content.Delivery, content.Qos, content.Retain, packetId, duplicate: false))
        {
            broker.Counters.Sent();
            return;
        }
        // MQTT-3.1.2-25: a message that is too large for the client counts as delivered.
        Finish(packetId, content.Qos == MqttQos.ExactlyOnce ? InflightState.Pubrec : InflightState.Puback);
    }

    private void SendPassing(in QueuedMessage next)
    {
        FullSince = 0;
        Publication publication = Publication.Of(next.Message);
        if (!HasExpired(next.Message)
            && _output!.WritePublish(publication, next.Delivery, MqttQos.AtMostOnce, next.Retain, packetId: 0, duplicate: false))
            broker.Counters.Sent();
        publication.Dispose();
        next.Message.Release();
    }

    private void SendNext()
    {
        QueuedMessage next = _waiting.Dequeue();
        FullSince = 0;
        broker.Counters.Queued(-1, -next.Message.Size);
        if (HasExpired(next.Message)) // MQTT-3.3.2-5
        {
            next.Message.Release();
            return;
        }
        Publication publication = Publication.Of(next.Message);
        SendNew(publication, next);
        publication.Dispose();
    }

    /// <summary>
    /// MQTT-4.4.0-1: in the old order, with the old identifiers and DUP. False when the client takes no more now. Whether a message has
    /// expired no longer counts: MQTT-3.3.2-5 is about deliveries that have not begun.
    /// </summary>
    private bool SendAgain()
    {
        if (_inflight.Count - _inflight.Unsent >= _window)
            return false;
        InflightSlot slot = _inflight.NextUnsent();
        if (slot.State == InflightState.Pubcomp)
        {
            _output!.WriteAck(MqttPacketType.Pubrel, slot.PacketId, ReasonCode.Success);
            return true;
        }
        Publication publication = Publication.Of(slot.Content.Message);
        bool written = _output!.WritePublish(
            publication, slot.Content.Delivery, slot.Content.Qos, slot.Content.Retain, slot.PacketId, duplicate: true);
        publication.Dispose();
        if (written)
            broker.Counters.Sent();
        else
            Finish(slot.PacketId, slot.State);
        return true;
    }

    private bool HasExpired(BrokerMessage message) => message.ExpiresAt != 0 && message.ExpiresAt <= broker.Clock.Now;

    private bool Finish(ushort packetId, InflightState state)
    {
        bool known = _inflight.TryFinish(packetId, state, out BrokerMessage? message);
        message?.Release();
        Account(AccountingStep);
        if (_inflight.Count == 0 && WaitingCount == 0)
            FullSince = 0;
        return known;
    }

    private void DropPassing()
    {
        while (_passing is { Count: > 0 })
            _passing.Dequeue().Message.Release();
        _passing = null;
    }
}
