using System.Numerics;
using System.Runtime.InteropServices;

namespace Ota.Mqtt.Broker;

/// <summary>
/// The receivers of recently used topics, as many as the table holds: four places for each hash, read without a lock because entries
/// never change. An entry counts only for the version of the tree that it was made from.
/// </summary>
internal sealed class TopicCache
{
    private const int Ways = 4;
    private const int LongestTopic = 256; // Longer topics are matched each time, so that the table stays small.

    private readonly Entry?[] _entries;
    private readonly int _mask;
    private int _victim;

    public TopicCache(int size)
    {
        _entries = new Entry?[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(size, Ways))];
        _mask = (_entries.Length - 1) & ~(Ways - 1);
    }

    public static int Hash(ReadOnlySpan<byte> topic)
    {
        const ulong factor = 0x9E3779B97F4A7C15;
        ulong hash = (ulong)topic.Length * factor;
        while (topic.Length >= 8)
        {
            hash = BitOperations.RotateLeft((hash ^ MemoryMarshal.Read<ulong>(topic)) * factor, 29);
            topic = topic[8..];
        }
        ulong rest = 0;
        foreach (byte value in topic)
            rest = (rest << 8) | value;
        hash = (hash ^ rest) * factor;
        return (int)(hash >> 32);
    }

    public Receivers? Find(ReadOnlySpan<byte> topic, int hash, int version)
    {
        int first = hash & _mask;
        for (int i = first; i < first + Ways; i++)
        {
            Entry? entry = Volatile.Read(ref _entries[i]);
            if (entry is not null && entry.Hash == hash && entry.Version == version && topic.SequenceEqual(entry.Topic))
                return entry.Receivers;
        }
        return null;
    }

    /// <summary>One writer at a time.</summary>
    public void Add(ReadOnlySpan<byte> topic, int hash, int version, Receivers receivers)
    {
        if (topic.Length > LongestTopic)
            return;
        int first = hash & _mask;
        int place = first + (_victim++ & (Ways - 1));
        byte[]? name = null;
        for (int i = first; i < first + Ways; i++)
        {
            Entry? entry = _entries[i];
            if (entry is not null && entry.Hash == hash && topic.SequenceEqual(entry.Topic))
            {
                name = entry.Topic;
                place = i;
                break;
            }
            if (entry is null || entry.Version != version)
                place = i;
        }
        Volatile.Write(ref _entries[place], new Entry(name ?? topic.ToArray(), hash, version, receivers));
    }

    private sealed record Entry(byte[] Topic, int Hash, int Version, Receivers Receivers);
}
