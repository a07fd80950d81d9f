namespace Ota.Mqtt.Broker;

/// <summary>One level of the topics that have a retained message.</summary>
internal sealed class RetainedNode
{
    private Dictionary<byte[], RetainedNode>? _children;

    public BrokerMessage? Message { get; set; }

    private bool IsEmpty => Message is null && _children is null;

    public RetainedNode? Find(ReadOnlySpan<byte> level) =>
        _children is not null && _children.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(level, out RetainedNode? child)
            ? child
            : null;

    public RetainedNode FindOrAdd(ReadOnlySpan<byte> level)
    {
        if (Find(level) is { } known)
            return known;
        _children ??= new(LevelComparer.Instance);
        RetainedNode added = new();
        _children.Add(level.ToArray(), added);
        return added;
    }

    public BrokerMessage? Remove(ReadOnlySpan<byte> topic, int start)
    {
        if (start == TopicLevels.Ended)
        {
            BrokerMessage? old = Message;
            Message = null;
            return old;
        }
        ReadOnlySpan<byte> level = TopicLevels.Next(topic, ref start);
        RetainedNode? child = Find(level);
        BrokerMessage? removed = child?.Remove(topic, start);
        if (child is { IsEmpty: true })
        {
            _children!.GetAlternateLookup<ReadOnlySpan<byte>>().Remove(level);
            if (_children.Count == 0)
                _children = null;
        }
        return removed;
    }

    public void Collect(ReadOnlySpan<byte> filter, int start, bool isRoot, long now, List<BrokerMessage> found)
    {
        if (start == TopicLevels.Ended)
        {
            CollectOwn(now, found);
            return;
        }
        ReadOnlySpan<byte> level = TopicLevels.Next(filter, ref start);
        if (TopicLevels.IsRest(level))
            CollectAll(isRoot, now, found);
        else if (TopicLevels.IsAny(level))
            CollectAny(filter, start, isRoot, now, found);
        else if (Find(level) is { } child)
            child.Collect(filter, start, isRoot: false, now, found);
        // 4.7.1.2: "a/#" also matches its parent level "a", which CollectAll of "a" has covered.
    }

    public void CollectExpired(long now, List<BrokerMessage> found)
    {
        if (Message is { ExpiresAt: > 0 } message && message.ExpiresAt <= now)
            found.Add(message);
        if (_children is null)
            return;
        foreach (RetainedNode child in _children.Values)
            child.CollectExpired(now, found);
    }

    private void CollectAny(ReadOnlySpan<byte> filter, int start, bool isRoot, long now, List<BrokerMessage> found)
    {
        if (_children is null)
            return;
        foreach ((byte[] level, RetainedNode child) in _children)
        {
            if (!isRoot || !IsServerTopic(level))
                child.Collect(filter, start, isRoot: false, now, found);
        }
    }

    private void CollectAll(bool isRoot, long now, List<BrokerMessage> found)
    {
        CollectOwn(now, found);
        if (_children is null)
            return;
        foreach ((byte[] level, RetainedNode child) in _children)
        {
            if (!isRoot || !IsServerTopic(level))
                child.CollectAll(isRoot: false, now, found);
        }
    }

    private void CollectOwn(long now, List<BrokerMessage> found)
    {
        if (Message is { } message && (message.ExpiresAt == 0 || message.ExpiresAt > now))
            found.Add(message.AddReference());
    }

    private static bool IsServerTopic(byte[] level) => level.Length > 0 && level[0] == '$'; // MQTT-4.7.2-1
}
