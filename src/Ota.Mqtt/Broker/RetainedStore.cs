namespace Ota.Mqtt.Broker;

/// <summary>The last retained message of each topic (3.3.1.3), bounded in number and bytes.</summary>
internal sealed class RetainedStore(int maxCount, long maxBytes)
{
    public const string IsFull = "The server has no room for this retained message.";

    private readonly Lock _gate = new();
    private readonly RetainedNode _root = new();
    private int _count;
    private long _bytes;

    public int Count => Volatile.Read(ref _count);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Replaces the topic's message, or deletes it when the payload is empty; false when the store is full.</summary>
    public bool Set(ref Publication publication)
    {
        lock (_gate)
            return publication.Payload.IsEmpty ? Remove(publication.Topic) : Put(ref publication);
    }

    /// <summary>Every retained message that the filter matches, each with a reference for the caller.</summary>
    public void Collect(ReadOnlySpan<byte> filter, long now, List<BrokerMessage> found)
    {
        lock (_gate)
            _root.Collect(filter, start: 0, isRoot: true, now, found);
    }

    /// <summary>Drops the messages whose expiry has passed.</summary>
    public void Expire(long now)
    {
        lock (_gate)
        {
            List<BrokerMessage> expired = [];
            _root.CollectExpired(now, expired);
            foreach (BrokerMessage message in expired)
                Remove(message.Topic);
        }
    }

    private bool Put(ref Publication publication)
    {
        BrokerMessage? old = Find(publication.Topic);
        int countAfter = _count + (old is null ? 1 : 0);
        long bytesAfter = _bytes + publication.Size - (old?.Size ?? 0);
        if (countAfter > maxCount || bytesAfter > maxBytes)
            return false;
        RetainedNode node = _root;
        for (int start = 0; start != TopicLevels.Ended;)
            node = node.FindOrAdd(TopicLevels.Next(publication.Topic, ref start));
        node.Message = publication.Keep();
        old?.Release();
        Volatile.Write(ref _count, countAfter);
        Volatile.Write(ref _bytes, bytesAfter);
        return true;
    }

    private BrokerMessage? Find(ReadOnlySpan<byte> topic)
    {
        RetainedNode? node = _root;
        for (int start = 0; start != TopicLevels.Ended && node is not null;)
            node = node.Find(TopicLevels.Next(topic, ref start));
        return node?.Message;
    }

    private bool Remove(ReadOnlySpan<byte> topic)
    {
        if (_root.Remove(topic, start: 0) is { } old)
        {
            Volatile.Write(ref _count, _count - 1);
            Volatile.Write(ref _bytes, _bytes - old.Size);
            old.Release();
        }
        return true;
    }
}
