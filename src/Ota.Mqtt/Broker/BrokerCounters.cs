namespace Ota.Mqtt.Broker;

/// <summary>What the broker counts about itself; read by metrics and <c>$SYS</c>.</summary>
internal sealed class BrokerCounters(MqttBrokerOptions options)
{
    private long _received;
    private long _sent;
    private long _dropped;
    private long _waiting;
    private long _waitingBytes;
    private long _connects;
    private long _refused;
    private long _throttled;
    private long _heldBytes;

    public long MessagesReceived => Volatile.Read(ref _received);

    public long MessagesSent => Volatile.Read(ref _sent);

    public long MessagesDropped => Volatile.Read(ref _dropped);

    public long MessagesWaiting => Volatile.Read(ref _waiting);

    public long BytesWaiting => Volatile.Read(ref _waitingBytes);

    public long Connects => Volatile.Read(ref _connects);

    public long ConnectsRefused => Volatile.Read(ref _refused);

    /// <summary>Times that a client was not read for a while because it published too fast.</summary>
    public long PublishersThrottled => Volatile.Read(ref _throttled);

    /// <summary>All queues and windows together are full.</summary>
    public bool IsFull => Volatile.Read(ref _waitingBytes) + Volatile.Read(ref _heldBytes) >= options.MaxTotalQueuedBytes;

    public void Received(int messages) => Interlocked.Add(ref _received, messages);

    public void Sent() => Interlocked.Increment(ref _sent);

    public void Dropped() => Interlocked.Increment(ref _dropped);

    public void Connected() => Interlocked.Increment(ref _connects);

    public void Throttled() => Interlocked.Increment(ref _throttled);

    /// <summary>A session has so many bytes more in flight, or passing through.</summary>
    public void Held(long bytes) => Interlocked.Add(ref _heldBytes, bytes);

    public void ConnectRefused() => Interlocked.Increment(ref _refused);

    /// <summary>False when all queues together are full.</summary>
    public bool TryQueue(int size)
    {
        if (Interlocked.Add(ref _waitingBytes, size) + Volatile.Read(ref _heldBytes) > options.MaxTotalQueuedBytes)
        {
            Interlocked.Add(ref _waitingBytes, -size);
            return false;
        }
        Interlocked.Increment(ref _waiting);
        return true;
    }

    public void Queued(int messages, long bytes)
    {
        Interlocked.Add(ref _waiting, messages);
        Interlocked.Add(ref _waitingBytes, bytes);
    }
}
