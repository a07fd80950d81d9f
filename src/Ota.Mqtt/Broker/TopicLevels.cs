namespace Ota.Mqtt.Broker;

/// <summary>Takes topic names and filters apart, level by level.</summary>
internal static class TopicLevels
{
    public const int Ended = -1;

    /// <summary>The level that starts at <paramref name="start"/>, which moves to the next one or to <see cref="Ended"/>.</summary>
    public static ReadOnlySpan<byte> Next(ReadOnlySpan<byte> topic, ref int start)
    {
        ReadOnlySpan<byte> rest = topic[start..];
        int end = rest.IndexOf((byte)'/');
        if (end < 0)
        {
            start = Ended;
            return rest;
        }
        start += end + 1;
        return rest[..end];
    }

    public static bool IsAny(ReadOnlySpan<byte> level) => level.Length == 1 && level[0] == '+';

    public static bool IsRest(ReadOnlySpan<byte> level) => level.Length == 1 && level[0] == '#';
}
