namespace Ota.Mqtt.Broker;

/// <summary>The subscribers that share one <c>$share/{name}/{filter}</c> (4.8.2).</summary>
internal sealed class SharedGroup
{
    private readonly Lock _gate = new();
    private readonly List<SubscriptionEntry> _members = [];
    private int _next;

    public int Count
    {
        get
        {
            lock (_gate)
                return _members.Count;
        }
    }

    /// <summary>False when it replaces a subscription of the same session.</summary>
    public bool Add(MqttSession session, MqttQos qos, bool retainAsPublished, uint[] identifiers)
    {
        SubscriptionEntry entry = new(session, NoLocal: false, new Delivery(qos, retainAsPublished, identifiers, this));
        lock (_gate)
        {
            int index = _members.FindIndex(member => member.Session == session);
            if (index >= 0)
                _members[index] = entry;
            else
                _members.Add(entry);
            return index < 0;
        }
    }

    public bool Remove(MqttSession session)
    {
        lock (_gate)
            return _members.RemoveAll(member => member.Session == session) > 0;
    }

    /// <summary>Gives the message to one member: in turn, connected ones first; the next one when a member cannot take it.</summary>
    public bool Deliver(ref Publication publication, FanOut fanOut) =>
        Deliver(ref publication, fanOut, connected: true) || Deliver(ref publication, fanOut, connected: false);

    private bool Deliver(ref Publication publication, FanOut fanOut, bool connected)
    {
        int tries = Count;
        for (int i = 0; i < tries; i++)
        {
            if (Next(connected) is not { } member)
                return false;
            if (member.Session.Deliver(ref publication, member.Delivery, fanOut))
                return true;
        }
        return false;
    }

    private SubscriptionEntry? Next(bool connected)
    {
        lock (_gate)
        {
            for (int i = 0; i < _members.Count; i++)
            {
                int index = (int)((uint)_next++ % (uint)_members.Count);
                if (_members[index].Session.IsConnected == connected)
                    return _members[index];
            }
        }
        return null;
    }
}
