using System.Buffers;
using System.Collections.Concurrent;
using System.Numerics;

namespace Ota.Mqtt.Broker;

/// <summary>
/// One stored application message, shared by every queue and window that waits with it. Counted by references; the last one gives it
/// back to the pool, so no holder may look at it after its own release.
/// </summary>
internal sealed class BrokerMessage
{
    private const int MaxPooled = 8192;
    private const int SmallestKept = 128;
    private const int LargestKept = 1024; // A pooled message keeps a buffer of this size at most; larger ones go back to the array pool.

    private static readonly ConcurrentQueue<BrokerMessage> Pool = new();
    private static int PooledCount;

    private byte[] _buffer = [];
    private int _references;
    private int _topicLength;
    private int _propertiesLength;
    private int _payloadLength;

    private BrokerMessage()
    {
    }

    public MqttQos Qos { get; private set; }

    public bool Retain { get; private set; }

    /// <summary>On the broker's clock; 0 when it never expires.</summary>
    public long ExpiresAt { get; private set; }

    public int Size => _topicLength + _propertiesLength + _payloadLength;

    public int PayloadLength => _payloadLength;

    public ReadOnlySpan<byte> Topic => _buffer.AsSpan(0, _topicLength);

    public ReadOnlySpan<byte> Properties => _buffer.AsSpan(_topicLength, _propertiesLength);

    public ReadOnlyMemory<byte> Payload => _buffer.AsMemory(_topicLength + _propertiesLength, _payloadLength);

    /// <summary>A message with one reference, which is the caller's.</summary>
    public static BrokerMessage Create(in Publication publication)
    {
        BrokerMessage message = Rent();
        message._references = 1;
        message._topicLength = publication.Topic.Length;
        message._propertiesLength = publication.Properties.Length;
        message._payloadLength = (int)publication.Payload.Length;
        message.Qos = publication.Qos;
        message.Retain = publication.Retain;
        message.ExpiresAt = publication.ExpiresAt;
        message.Reserve(message.Size);
        publication.Topic.CopyTo(message._buffer);
        publication.Properties.CopyTo(message._buffer.AsSpan(message._topicLength));
        publication.Payload.CopyTo(message._buffer.AsSpan(message._topicLength + message._propertiesLength));
        return message;
    }

    public BrokerMessage AddReference()
    {
        Interlocked.Increment(ref _references);
        return this;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) != 0)
            return;
        if (_buffer.Length > LargestKept)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
        if (Interlocked.Increment(ref PooledCount) <= MaxPooled)
            Pool.Enqueue(this);
        else
            Interlocked.Decrement(ref PooledCount);
    }

    private static BrokerMessage Rent()
    {
        if (!Pool.TryDequeue(out BrokerMessage? message))
            return new BrokerMessage();
        Interlocked.Decrement(ref PooledCount);
        return message;
    }

    private void Reserve(int size)
    {
        if (_buffer.Length >= size)
            return;
        _buffer = size > LargestKept
            ? ArrayPool<byte>.Shared.Rent(size)
            : new byte[Math.Max(SmallestKept, (int)BitOperations.RoundUpToPowerOf2((uint)size))];
    }
}
