namespace Ota.Mqtt.Broker;

/// <summary>
/// All subscriptions by filter. Changes and cache misses take a lock; the receivers of a topic that was asked for since the last change
/// are found without one.
/// </summary>
internal sealed class SubscriptionTree(int cachedTopics)
{
    private readonly Lock _gate = new();
    private readonly SubscriptionNode _root = new();
    private readonly ReceiverCollection _found = new();
    private readonly TopicCache _cache = new(cachedTopics);
    private int _count;
    private int _version;

    /// <summary>Subscriptions, shared ones included.</summary>
    public int Count => Volatile.Read(ref _count);

    public bool IsEmpty => _root.IsEmpty;

    /// <summary>False when it replaces the session's subscription to the same filter (MQTT-3.8.4-3).</summary>
    public bool Add(MqttSession session, FilterName filter, Subscription options, uint? identifier)
    {
        uint[] identifiers = identifier is { } number ? [number] : [];
        lock (_gate)
        {
            SubscriptionNode node = _root;
            for (int start = 0; start != TopicLevels.Ended;)
                node = node.FindOrAdd(TopicLevels.Next(filter.Filter, ref start));
            bool added = filter.Share is { } share
                ? node.Group(share).Add(session, options.MaximumQos, options.RetainAsPublished, identifiers)
                : node.Add(new SubscriptionEntry(
                    session, options.NoLocal, new Delivery(options.MaximumQos, options.RetainAsPublished, identifiers)));
            Changed(added ? 1 : 0);
            return added;
        }
    }

    public bool Remove(MqttSession session, FilterName filter)
    {
        lock (_gate)
        {
            bool removed = Remove(_root, session, filter, start: 0);
            if (removed)
                Changed(-1);
            return removed;
        }
    }

    public Receivers Match(ReadOnlySpan<byte> topic)
    {
        int hash = TopicCache.Hash(topic);
        if (_cache.Find(topic, hash, Volatile.Read(ref _version)) is { } known)
            return known;
        lock (_gate)
        {
            // MQTT-4.7.2-1: a leading wildcard does not reach the server's own topics.
            _root.Collect(topic, start: 0, wildcards: topic[0] != '$', _found);
            Receivers receivers = _found.Take();
            _cache.Add(topic, hash, _version, receivers);
            return receivers;
        }
    }

    private static bool Remove(SubscriptionNode node, MqttSession session, FilterName filter, int start)
    {
        if (start == TopicLevels.Ended)
            return filter.Share is { } share ? node.RemoveShared(share, session) : node.Remove(session);
        ReadOnlySpan<byte> level = TopicLevels.Next(filter.Filter, ref start);
        if (node.Find(level) is not { } child || !Remove(child, session, filter, start))
            return false;
        if (child.IsEmpty)
            node.Drop(level);
        return true;
    }

    private void Changed(int difference)
    {
        Volatile.Write(ref _count, _count + difference);
        Volatile.Write(ref _version, _version + 1);
    }
}
