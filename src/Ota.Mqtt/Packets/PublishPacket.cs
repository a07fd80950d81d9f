using System.Buffers;

namespace Ota.Mqtt;

/// <summary>
/// A PUBLISH (3.3) as a view of the input: nothing is copied, and everything is already checked. It is valid until the input is
/// released, so copy what must live longer.
/// </summary>
public readonly struct PublishPacket
{
    private readonly ReadOnlySequence<byte> _body; // The packet without its fixed header.
    private readonly PropertySummary _summary;
    private readonly int _topicLength;
    private readonly int _propertiesStart;
    private readonly int _payloadStart;
    private readonly byte _flags;

    internal PublishPacket(
        in ReadOnlySequence<byte> body,
        byte flags,
        int topicLength,
        ushort packetId,
        int propertiesStart,
        int payloadStart,
        PropertySummary summary)
    {
        _body = body;
        _flags = flags;
        _topicLength = topicLength;
        PacketId = packetId;
        _propertiesStart = propertiesStart;
        _payloadStart = payloadStart;
        _summary = summary;
    }

    /// <summary>The delivery guarantee.</summary>
    public MqttQos Qos => (MqttQos)((_flags >> 1) & 0x03);

    /// <summary>Whether it may be a repetition of an earlier packet; never set at QoS 0.</summary>
    public bool Duplicate => (_flags & 0x08) != 0;

    /// <summary>Whether the message is to be retained, or was (3.3.1.3).</summary>
    public bool Retain => (_flags & 0x01) != 0;

    /// <summary>The identifier, never 0 at QoS 1 and 2; 0 at QoS 0, which has none.</summary>
    public ushort PacketId { get; }

    /// <summary>The size of the topic name; 0 when only <see cref="TopicAlias"/> names the topic.</summary>
    public int TopicLength => _topicLength;

    /// <summary>The topic name in UTF-8, valid and without wildcards; mostly in one segment.</summary>
    public ReadOnlySequence<byte> Topic => _body.Slice(2, _topicLength);

    /// <summary>The topic alias, or 0 when there is none. It is the session that compares it with its maximum.</summary>
    public ushort TopicAlias => _summary.TopicAlias;

    /// <summary>Seconds that the message stays valid, or null: for ever.</summary>
    public uint? MessageExpiryInterval =>
        _summary.Has(MqttPropertyId.MessageExpiryInterval) ? _summary.MessageExpiryInterval : null;

    /// <summary>The encoded properties without the length in front; empty in MQTT 3.1.1.</summary>
    public ReadOnlySequence<byte> EncodedProperties => _body.Slice(_propertiesStart, PropertiesLength);

    /// <summary>The size of <see cref="EncodedProperties"/>.</summary>
    public int PropertiesLength => _payloadStart - _propertiesStart;

    /// <summary>The application message, which may be empty.</summary>
    public ReadOnlySequence<byte> Payload => _body.Slice(_payloadStart);

    /// <summary>The size of <see cref="Payload"/>.</summary>
    public int PayloadLength => (int)_body.Length - _payloadStart;

    /// <summary>Whether the property is present; costs nothing.</summary>
    /// <param name="id">The property.</param>
    public bool Has(MqttPropertyId id) => _summary.Has(id);

    /// <summary>
    /// The topic name as one span: of the input when it lies in one segment, otherwise of <paramref name="scratch"/>, otherwise,
    /// when that is too small, of a new array.
    /// </summary>
    /// <param name="scratch">Room for a topic that lies in several segments.</param>
    public ReadOnlySpan<byte> GetTopic(Span<byte> scratch = default) => Contiguous(2, _topicLength, scratch);

    /// <summary>The properties, joined in the same way as <see cref="GetTopic"/> does it.</summary>
    /// <param name="scratch">Room for properties that lie in several segments.</param>
    public MqttPropertyReader GetProperties(Span<byte> scratch = default) =>
        PropertiesLength == 0 ? default : new(Contiguous(_propertiesStart, PropertiesLength, scratch));

    /// <summary>
    /// Copies the properties that a server forwards unaltered and in order (MQTT-3.3.2-4, -15, -16, -17, -18, -20): all but the
    /// topic alias, the subscription identifiers and the message expiry, which each receiver gets anew. Returns their size.
    /// </summary>
    /// <param name="destination">At least <see cref="PropertiesLength"/> bytes; also used to join segments.</param>
    public int CopyForwardedProperties(Span<byte> destination)
    {
        int size = 0;
        foreach (MqttProperty property in GetProperties(destination))
        {
            if (property.Id is MqttPropertyId.TopicAlias or MqttPropertyId.SubscriptionIdentifier or MqttPropertyId.MessageExpiryInterval)
                continue;
            // The target never lies behind the source, so copying within the destination is safe.
            property.Encoded.CopyTo(destination[size..]);
            size += property.Encoded.Length;
        }
        return size;
    }

    internal PropertySummary Summary => _summary;

    private ReadOnlySpan<byte> Contiguous(int start, int length, Span<byte> scratch)
    {
        ReadOnlySpan<byte> first = _body.FirstSpan;
        if (start + length <= first.Length)
            return first.Slice(start, length);
        Span<byte> joined = scratch.Length >= length ? scratch[..length] : new byte[length];
        _body.Slice(start, length).CopyTo(joined);
        return joined;
    }
}
