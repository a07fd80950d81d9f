namespace Ota.Mqtt;

/// <summary>The rules for topic filters and shared subscriptions, and matching (MQTT 5.0 sections 4.7 and 4.8.2).</summary>
public static class TopicFilter
{
    private const byte Separator = (byte)'/';

    private static ReadOnlySpan<byte> SharePrefix => "$share/"u8;

    /// <summary>
    /// Whether this can be a filter: 1 to 65,535 bytes of UTF-8, '#' alone in the last level, '+' alone in its level. A filter
    /// that starts with <c>$share/</c> is judged as any other; see <see cref="TryParseShared"/>.
    /// </summary>
    /// <param name="filter">The filter in UTF-8.</param>
    public static bool IsValid(ReadOnlySpan<byte> filter)
    {
        if (filter.Length is 0 or > ushort.MaxValue || !MqttText.IsValid(filter)) // MQTT-4.7.3-1, -2, -3
            return false;
        while (true)
        {
            int end = filter.IndexOf(Separator);
            ReadOnlySpan<byte> level = end < 0 ? filter : filter[..end];
            if (level.Length > 1 && level.ContainsAny((byte)'#', (byte)'+')) // MQTT-4.7.1-1, MQTT-4.7.1-2
                return false;
            if (end < 0)
                return true;
            if (level.SequenceEqual("#"u8)) // MQTT-4.7.1-1: the last level
                return false;
            filter = filter[(end + 1)..];
        }
    }

    /// <summary>Whether the filter starts with <c>$share/</c>, so that MQTT 5.0 takes it for a shared subscription.</summary>
    /// <param name="filter">The filter in UTF-8.</param>
    public static bool IsShared(ReadOnlySpan<byte> filter) => filter.StartsWith(SharePrefix);

    /// <summary>Splits <c>$share/{name}/{filter}</c>; false when it is not of this form or the name or the filter is not valid.</summary>
    /// <param name="filter">The filter in UTF-8.</param>
    /// <param name="shareName">The name of the group, without separators and wildcards.</param>
    /// <param name="topicFilter">The filter to match messages with.</param>
    public static bool TryParseShared(ReadOnlySpan<byte> filter, out ReadOnlySpan<byte> shareName, out ReadOnlySpan<byte> topicFilter)
    {
        shareName = default;
        topicFilter = default;
        if (!IsShared(filter))
            return false;
        ReadOnlySpan<byte> rest = filter[SharePrefix.Length..];
        int end = rest.IndexOf(Separator); // MQTT-4.8.2-2: a separator and a filter must follow the name.
        if (end <= 0 || rest[..end].ContainsAny((byte)'#', (byte)'+') || !MqttText.IsValid(rest[..end])) // MQTT-4.8.2-1
            return false;
        if (!IsValid(rest[(end + 1)..]))
            return false;
        shareName = rest[..end];
        topicFilter = rest[(end + 1)..];
        return true;
    }

    /// <summary>
    /// Whether messages to this topic go to this filter. Both must be valid, and the filter without its <c>$share/{name}/</c>.
    /// </summary>
    /// <param name="filter">The filter in UTF-8.</param>
    /// <param name="topic">The topic name in UTF-8.</param>
    public static bool Matches(ReadOnlySpan<byte> filter, ReadOnlySpan<byte> topic)
    {
        // MQTT-4.7.2-1: a leading wildcard does not reach the server's own topics.
        if (topic.StartsWith((byte)'$') && (filter.StartsWith((byte)'#') || filter.StartsWith((byte)'+')))
            return false;
        while (true)
        {
            int filterEnd = filter.IndexOf(Separator);
            ReadOnlySpan<byte> level = filterEnd < 0 ? filter : filter[..filterEnd];
            if (level.Length == 1 && level[0] == '#')
                return true;
            int topicEnd = topic.IndexOf(Separator);
            bool any = level.Length == 1 && level[0] == '+';
            if (!any && !level.SequenceEqual(topicEnd < 0 ? topic : topic[..topicEnd]))
                return false;
            if (topicEnd < 0) // 4.7.1.2: "a/#" also matches its parent level "a".
                return filterEnd < 0 || filter[(filterEnd + 1)..].SequenceEqual("#"u8);
            if (filterEnd < 0)
                return false;
            filter = filter[(filterEnd + 1)..];
            topic = topic[(topicEnd + 1)..];
        }
    }

    internal static void Check(ReadOnlySpan<byte> filter, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        if (!IsValid(filter))
            Refuse.Malformed("A topic filter breaks the rules for filters (MQTT-4.7.1-1, MQTT-4.7.1-2, MQTT-4.7.3-1, MQTT-3.8.3-1).");
        if (version == MqttProtocolVersion.V500 && IsShared(filter) && !TryParseShared(filter, out _, out _))
            Refuse.Malformed("A shared subscription is not of the form $share/{name}/{filter} (MQTT-4.8.2-1, MQTT-4.8.2-2).");
        if (TopicName.CountLevels(filter) > limits.MaxTopicLevels)
            Refuse.With(ReasonCode.TopicFilterInvalid, "A topic filter has more levels than the limit.");
    }
}
