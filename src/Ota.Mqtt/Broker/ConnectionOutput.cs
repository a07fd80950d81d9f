using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Ota.Mqtt.Broker;

/// <summary>
/// The way to one client. Every member is used under the session's gate only, since the connection's own loop and all publishers write
/// here. A flush is never awaited by a writer: while one is under way nothing can be written, and whoever has something queues it.
/// </summary>
internal sealed class ConnectionOutput(PipeWriter writer, AnswerTerms terms, BrokerClock clock, Action flushed)
{
    private const int FlushAt = 32 * 1024;

    private readonly MqttProtocolVersion _version = terms.Version;
    private readonly long _maximumPacketSize = terms.MaximumPacketSize; // MQTT-3.1.2-24
    private ConfiguredValueTaskAwaitable<FlushResult>.ConfiguredValueTaskAwaiter _flush;
    private OutboundAliases? _aliases;
    private int _unflushed;

    public MqttProtocolVersion Version => _version;

    public bool IsFlushing { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>On a publisher's list of connections to flush.</summary>
    public bool IsDirty { get; set; }

    /// <summary>When the flush under way began, on the broker's clock.</summary>
    public long FlushingSince { get; private set; }

    public bool CanWrite => !IsFlushing && !IsClosed;

    public ushort AliasMaximum
    {
        set => _aliases = value > 0 ? new OutboundAliases(value) : null;
    }

    /// <summary>Leaves out the packet's text, or the packet, if it does not fit.</summary>
    public void Write(ControlPacket packet)
    {
        if (terms.Fit(packet) is { } fitting)
            _unflushed += MqttWriter.Write(writer, fitting, _version);
    }

    public void Write(ReadOnlySpan<byte> packets)
    {
        writer.Write(packets);
        _unflushed += packets.Length;
    }

    public void WriteAck(MqttPacketType type, ushort packetId, ReasonCode reason, string? text = null) =>
        _unflushed += terms.WriteAck(writer, type, packetId, reason, text);

    /// <summary>False when the client does not take a packet of this size (MQTT-3.1.2-25).</summary>
    public bool WritePublish(in Publication message, Delivery delivery, MqttQos qos, bool retain, ushort packetId, bool duplicate)
    {
        OutgoingPublish publish = new()
        {
            Topic = message.Topic,
            Payload = message.Payload,
            Properties = message.Properties,
            Qos = qos,
            Retain = retain,
            Duplicate = duplicate,
            PacketId = packetId,
            SubscriptionIdentifiers = delivery.Identifiers,
            MessageExpiryInterval = message.ExpiresAt == 0 ? null : Remaining(message.ExpiresAt),
        };
        return _aliases is null ? WritePlain(publish) : WriteAliased(publish);
    }

    /// <summary>Starts to send what has been written.</summary>
    public void Flush()
    {
        if (_unflushed == 0 || !CanWrite)
            return;
        _unflushed = 0;
        try
        {
#pragma warning disable CA2012 // Consumed once, here or in EndFlush; awaiting it is what a writer must not do.
            _flush = writer.FlushAsync().ConfigureAwait(false).GetAwaiter();
#pragma warning restore CA2012
            if (_flush.IsCompleted)
            {
                IsClosed |= _flush.GetResult().IsCompleted;
                return;
            }
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or OperationCanceledException)
        {
            IsClosed = true; // The reading side of the connection finds out by itself.
            return;
        }
        IsFlushing = true;
        FlushingSince = clock.Tick;
        _flush.UnsafeOnCompleted(flushed);
    }

    /// <summary>Takes the result of the flush that was under way.</summary>
    public void EndFlush()
    {
        IsFlushing = false;
        try
        {
            IsClosed |= _flush.GetResult().IsCompleted;
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or OperationCanceledException)
        {
            IsClosed = true;
        }
    }

    /// <summary>Nothing is written from here on.</summary>
    public void Close() => IsClosed = true;

    private bool WritePlain(in OutgoingPublish publish)
    {
        if (_maximumPacketSize != long.MaxValue && MqttWriter.GetSize(publish, _version) > _maximumPacketSize)
            return false;
        Written(MqttWriter.Write(writer, publish, _version));
        return true;
    }

    private bool WriteAliased(in OutgoingPublish publish)
    {
        // Measured with topic and alias, which is the most that it can be.
        if (_maximumPacketSize != long.MaxValue && MqttWriter.GetSize(publish, _version) + 3 > _maximumPacketSize)
            return WritePlain(publish);
        ushort alias = _aliases!.Find(publish.Topic, out bool isNew);
        OutgoingPublish aliased = new()
        {
            Topic = alias == 0 || isNew ? publish.Topic : default,
            TopicAlias = alias,
            Payload = publish.Payload,
            Properties = publish.Properties,
            Qos = publish.Qos,
            Retain = publish.Retain,
            Duplicate = publish.Duplicate,
            PacketId = publish.PacketId,
            SubscriptionIdentifiers = publish.SubscriptionIdentifiers,
            MessageExpiryInterval = publish.MessageExpiryInterval,
        };
        Written(MqttWriter.Write(writer, aliased, _version));
        return true;
    }

    private void Written(int size)
    {
        _unflushed += size;
        if (_unflushed >= FlushAt)
            Flush();
    }

    // MQTT-3.3.2-6: what is left of the interval, a started second counted as a whole one.
    private uint Remaining(long expiresAt) => (uint)Math.Clamp((expiresAt - clock.Now + 999) / 1000, 1, uint.MaxValue);
}
