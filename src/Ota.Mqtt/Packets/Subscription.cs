namespace Ota.Mqtt;

/// <summary>One filter of a SUBSCRIBE with its options (3.8.3.1).</summary>
public sealed record Subscription
{
    /// <summary>The topic filter, or <c>$share/{name}/{filter}</c>.</summary>
    public required string Filter { get; init; }

    /// <summary>The highest QoS at which messages are delivered.</summary>
    public MqttQos MaximumQos { get; init; }

    /// <summary>Whether the client's own messages are left out; not with a shared subscription. MQTT 5.0 only.</summary>
    public bool NoLocal { get; init; }

    /// <summary>Whether the retain flag is delivered as it was published. MQTT 5.0 only.</summary>
    public bool RetainAsPublished { get; init; }

    /// <summary>Whether retained messages are sent when the subscription is made. MQTT 5.0 only.</summary>
    public RetainHandling RetainHandling { get; init; }

    internal static Subscription Read(ref WireReader reader, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        ReadOnlySpan<byte> filter = reader.ReadPrefixed();
        TopicFilter.Check(filter, version, limits);
        byte options = reader.ReadByte();
        CheckOptions(options, version, TopicFilter.IsShared(filter));
        return new Subscription
        {
            Filter = MqttText.Decode(filter),
            MaximumQos = (MqttQos)(options & 0x03),
            NoLocal = (options & 0x04) != 0,
            RetainAsPublished = (options & 0x08) != 0,
            RetainHandling = (RetainHandling)((options >> 4) & 0x03),
        };
    }

    internal void Write(ref WireWriter writer, MqttProtocolVersion version)
    {
        int options = (int)MaximumQos | (NoLocal ? 0x04 : 0) | (RetainAsPublished ? 0x08 : 0) | ((int)RetainHandling << 4);
        if (MaximumQos > MqttQos.ExactlyOnce || RetainHandling > RetainHandling.DoNotSend)
            throw new ArgumentException("A subscription option is out of range.");
        if (version == MqttProtocolVersion.V311 && options > 2)
            throw new ArgumentException("MQTT 3.1.1 has no subscription options but the QoS.");
        if (NoLocal && Filter.StartsWith("$share/", StringComparison.Ordinal))
            throw new ArgumentException("A shared subscription cannot have no local (MQTT-3.8.3-4).");
        writer.TopicFilter(Filter, version);
        writer.Byte((byte)options);
    }

    private static void CheckOptions(byte options, MqttProtocolVersion version, bool shared)
    {
        if ((options & (version == MqttProtocolVersion.V311 ? 0xFC : 0xC0)) != 0)
            Refuse.Malformed("Reserved bits of the subscription options are set (MQTT-3.8.3-5; 3.1.1: MQTT-3.8.3-4).");
        if ((options & 0x03) == 3)
            Refuse.ProtocolError("A subscription has QoS 3 (3.8.3.1; 3.1.1: MQTT-3.8.3-4).");
        if ((options & 0x30) == 0x30)
            Refuse.ProtocolError("A subscription has retain handling 3 (3.8.3.1).");
        if ((options & 0x04) != 0 && shared)
            Refuse.ProtocolError("A shared subscription has no local set (MQTT-3.8.3-4).");
    }
}
