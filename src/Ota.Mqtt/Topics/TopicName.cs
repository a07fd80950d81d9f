using System.Buffers;

namespace Ota.Mqtt;

/// <summary>The rules for the names that messages are published to (MQTT 5.0 section 4.7).</summary>
public static class TopicName
{
    private static readonly SearchValues<byte> Forbidden = SearchValues.Create("\0+#"u8);

    /// <summary>Whether this can be a topic name: 1 to 65,535 bytes of UTF-8 without wildcards and U+0000.</summary>
    /// <param name="topic">The name in UTF-8.</param>
    public static bool IsValid(ReadOnlySpan<byte> topic) =>
        topic.Length is > 0 and <= ushort.MaxValue && IsTextWithoutWildcards(topic);

    /// <summary>The number of levels: of separators, plus one.</summary>
    /// <param name="topicOrFilter">A topic name or filter in UTF-8.</param>
    public static int CountLevels(ReadOnlySpan<byte> topicOrFilter) => topicOrFilter.Count((byte)'/') + 1;

    internal static void Check(ReadOnlySpan<byte> topic, MqttReaderLimits limits)
    {
        if (topic.IsEmpty)
            Refuse.Malformed("A topic name is empty (MQTT-4.7.3-1).");
        if (!IsTextWithoutWildcards(topic))
            Refuse.Malformed("A topic name has a wildcard or is not valid UTF-8 (MQTT-3.3.2-2, MQTT-4.7.0-1, MQTT-1.5.4-1, MQTT-4.7.3-2).");
        if (CountLevels(topic) > limits.MaxTopicLevels)
            Refuse.With(ReasonCode.TopicNameInvalid, "A topic name has more levels than the limit.");
    }

    private static bool IsTextWithoutWildcards(ReadOnlySpan<byte> topic) =>
        !topic.ContainsAny(Forbidden) && System.Text.Unicode.Utf8.IsValid(topic);
}
