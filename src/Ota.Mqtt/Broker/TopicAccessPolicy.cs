using System.Text;

namespace Ota.Mqtt.Broker;

/// <summary>
/// Access by patterns: topic filters in which a level may be <c>%c</c>, the client identifier, or <c>%u</c>, the identity of the client
/// (<see cref="MqttClientInfo.Identity"/>). What no pattern allows is refused; a pattern whose value is unknown, or would be more than
/// one level or a wildcard, allows nothing.
/// </summary>
/// <param name="publish">Patterns of the topics that a client may publish to.</param>
/// <param name="subscribe">Patterns of what a client may subscribe to: every topic that its filter matches must match one pattern.</param>
public sealed class TopicAccessPolicy(IEnumerable<string> publish, IEnumerable<string> subscribe)
{
    private readonly string[] _publish = Check(publish);
    private readonly string[] _subscribe = Check(subscribe);

    /// <summary>The rights of one client.</summary>
    /// <param name="client">The client.</param>
    public ITopicAccess For(MqttClientInfo client) => new Access(Fill(_publish, client), Fill(_subscribe, client));

    private static string[] Check(IEnumerable<string> patterns)
    {
        string[] all = [.. patterns];
        foreach (string pattern in all)
        {
            if (!TopicFilter.IsValid(Encoding.UTF8.GetBytes(pattern)))
                throw new ArgumentException($"'{pattern}' is not a topic filter.", nameof(patterns));
        }
        return all;
    }

    private static byte[][] Fill(string[] patterns, MqttClientInfo client)
    {
        List<byte[]> filled = [];
        foreach (string pattern in patterns)
        {
            string?[] levels = [.. pattern.Split('/').Select(level => level switch
            {
                "%c" => OneLevel(client.ClientId),
                "%u" => OneLevel(client.Identity),
                _ => level,
            })];
            if (!levels.Contains(null))
                filled.Add(Encoding.UTF8.GetBytes(string.Join('/', levels)));
        }
        return [.. filled];
    }

    private static string? OneLevel(string? value) => string.IsNullOrEmpty(value) || value.AsSpan().ContainsAny("/+#\0") ? null : value;

    private sealed class Access(byte[][] publish, byte[][] subscribe) : ITopicAccess
    {
        public bool MayPublish(ReadOnlySpan<byte> topic)
        {
            foreach (byte[] pattern in publish)
            {
                if (TopicFilter.Matches(pattern, topic))
                    return true;
            }
            return false;
        }

        public bool MaySubscribe(ReadOnlySpan<byte> filter)
        {
            foreach (byte[] pattern in subscribe)
            {
                if (Covers(pattern, filter))
                    return true;
            }
            return false;
        }

        /// <summary>Whether every topic that the filter matches also matches the pattern.</summary>
        private static bool Covers(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> filter)
        {
            // MQTT-4.7.2-1: a leading wildcard does not reach the server's own topics.
            if (filter[0] == '$' && pattern[0] is (byte)'#' or (byte)'+')
                return false;
            int patternStart = 0;
            int filterStart = 0;
            while (patternStart != TopicLevels.Ended)
            {
                ReadOnlySpan<byte> allowed = TopicLevels.Next(pattern, ref patternStart);
                if (TopicLevels.IsRest(allowed))
                    return true;
                if (filterStart == TopicLevels.Ended)
                    return false;
                ReadOnlySpan<byte> asked = TopicLevels.Next(filter, ref filterStart);
                if (TopicLevels.IsRest(asked) || (!TopicLevels.IsAny(allowed) && !allowed.SequenceEqual(asked)))
                    return false;
                // "a/#" also matches "a", where the filter ends.
                if (filterStart == TopicLevels.Ended && patternStart != TopicLevels.Ended)
                    return pattern[patternStart..].SequenceEqual("#"u8);
            }
            return filterStart == TopicLevels.Ended;
        }
    }
}
