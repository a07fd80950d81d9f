namespace Ota.Mqtt;

/// <summary>
/// What a reader takes from its peer. Each limit is applied before anything is allocated or copied for the value it guards.
/// </summary>
public sealed record MqttReaderLimits
{
    /// <summary>The largest packet there can be: five bytes of fixed header and a remaining length of 268,435,455.</summary>
    public const int LargestPacket = 268_435_460;

    /// <summary>The limits with their default values and no known direction.</summary>
    public static readonly MqttReaderLimits Default = new();

    /// <summary>Bytes in a whole packet with its fixed header; a larger one is refused as soon as its length is known.</summary>
    public int MaxPacketSize { get; init; } = 1024 * 1024;

    /// <summary>Levels in a topic name or filter, that is, the number of '/' plus one.</summary>
    public int MaxTopicLevels { get; init; } = 128;

    /// <summary>User properties in one packet (a will's are counted apart).</summary>
    public int MaxUserProperties { get; init; } = 64;

    /// <summary>Filters in one SUBSCRIBE or UNSUBSCRIBE, and codes in one SUBACK or UNSUBACK.</summary>
    public int MaxSubscriptionsPerPacket { get; init; } = 1024;

    /// <summary>Which side the bytes come from.</summary>
    public MqttSender Sender { get; init; }
}
