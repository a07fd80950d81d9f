namespace Ota.Mqtt.Broker;

/// <summary>One level of the filters in use. Most nodes have one subscriber or none, so tables are made when they are needed.</summary>
internal sealed class SubscriptionNode
{
    private Dictionary<byte[], SubscriptionNode>? _children;
    private SubscriptionNode? _any;
    private SubscriptionNode? _rest;
    private SubscriptionEntry? _only;
    private Dictionary<MqttSession, SubscriptionEntry>? _subscribers;
    private Dictionary<string, SharedGroup>? _groups;

    public bool IsEmpty => _children is null && _any is null && _rest is null && _only is null && _subscribers is null && _groups is null;

    public SubscriptionNode? Find(ReadOnlySpan<byte> level)
    {
        if (TopicLevels.IsAny(level))
            return _any;
        return TopicLevels.IsRest(level) ? _rest : Child(level);
    }

    public SubscriptionNode FindOrAdd(ReadOnlySpan<byte> level)
    {
        if (TopicLevels.IsAny(level))
            return _any ??= new();
        if (TopicLevels.IsRest(level))
            return _rest ??= new();
        _children ??= new(LevelComparer.Instance);
        if (Child(level) is { } known)
            return known;
        SubscriptionNode added = new();
        _children.Add(level.ToArray(), added);
        return added;
    }

    public void Drop(ReadOnlySpan<byte> level)
    {
        if (TopicLevels.IsAny(level))
            _any = null;
        else if (TopicLevels.IsRest(level))
            _rest = null;
        else if (_children is not null && _children.GetAlternateLookup<ReadOnlySpan<byte>>().Remove(level) && _children.Count == 0)
            _children = null;
    }

    public bool Add(SubscriptionEntry entry)
    {
        if (_subscribers is null && (_only is null || _only.Session == entry.Session))
        {
            bool isNew = _only is null;
            _only = entry;
            return isNew;
        }
        _subscribers ??= new() { [_only!.Session] = _only };
        _only = null;
        bool added = !_subscribers.ContainsKey(entry.Session);
        _subscribers[entry.Session] = entry;
        return added;
    }

    public bool Remove(MqttSession session)
    {
        if (_only?.Session == session)
        {
            _only = null;
            return true;
        }
        if (_subscribers is null || !_subscribers.Remove(session))
            return false;
        if (_subscribers.Count == 0)
            _subscribers = null;
        return true;
    }

    public SharedGroup Group(string name)
    {
        _groups ??= [];
        if (!_groups.TryGetValue(name, out SharedGroup? group))
            _groups.Add(name, group = new SharedGroup());
        return group;
    }

    public bool RemoveShared(string name, MqttSession session)
    {
        if (_groups is null || !_groups.TryGetValue(name, out SharedGroup? group) || !group.Remove(session))
            return false;
        if (group.Count == 0 && _groups.Remove(name) && _groups.Count == 0)
            _groups = null;
        return true;
    }

    /// <summary>Visits every node whose filter matches the levels from <paramref name="start"/> on.</summary>
    public void Collect(ReadOnlySpan<byte> topic, int start, bool wildcards, ReceiverCollection found)
    {
        if (start == TopicLevels.Ended)
        {
            CollectOwn(found);
            _rest?.CollectOwn(found); // 4.7.1.2: "a/#" also matches its parent level "a".
            return;
        }
        if (wildcards)
            _rest?.CollectOwn(found);
        SubscriptionNode? any = wildcards ? _any : null;
        ReadOnlySpan<byte> level = TopicLevels.Next(topic, ref start);
        any?.Collect(topic, start, wildcards: true, found);
        Child(level)?.Collect(topic, start, wildcards: true, found);
    }

    private SubscriptionNode? Child(ReadOnlySpan<byte> level) =>
        _children is not null && _children.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(level, out SubscriptionNode? child)
            ? child
            : null;

    private void CollectOwn(ReceiverCollection found)
    {
        if (_only is not null)
            found.Add(_only);
        if (_subscribers is not null)
        {
            foreach (SubscriptionEntry entry in _subscribers.Values)
                found.Add(entry);
        }
        if (_groups is not null)
        {
            foreach (SharedGroup group in _groups.Values)
                found.Add(group);
        }
    }
}
