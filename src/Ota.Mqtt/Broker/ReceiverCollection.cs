namespace Ota.Mqtt.Broker;

/// <summary>
/// Gathers what matches one topic and merges the overlapping subscriptions of a session into one delivery with the highest QoS and all
/// identifiers (3.3.4). Used under the tree's lock.
/// </summary>
internal sealed class ReceiverCollection
{
    private readonly List<Receiver> _direct = [];
    private readonly List<SharedGroup> _shared = [];
    private readonly Dictionary<MqttSession, int> _positions = [];

    public void Add(SharedGroup group) => _shared.Add(group);

    public void Add(SubscriptionEntry entry)
    {
        Delivery? own = entry.NoLocal ? null : entry.Delivery;
        if (_positions.TryAdd(entry.Session, _direct.Count))
        {
            _direct.Add(new Receiver(entry.Session, entry.Delivery, own));
            return;
        }
        int position = _positions[entry.Session];
        Receiver known = _direct[position];
        _direct[position] = new Receiver(entry.Session, Merge(known.Delivery, entry.Delivery)!, Merge(known.Own, own));
    }

    public Receivers Take()
    {
        Receivers result = _direct.Count == 0 && _shared.Count == 0 ? Receivers.Nobody : new Receivers([.. _direct], [.. _shared]);
        _direct.Clear();
        _shared.Clear();
        _positions.Clear();
        return result;
    }

    private static Delivery? Merge(Delivery? one, Delivery? other)
    {
        if (one is null || other is null)
            return one ?? other;
        return new Delivery(
            one.Qos > other.Qos ? one.Qos : other.Qos,
            one.RetainAsPublished || other.RetainAsPublished,
            [.. one.Identifiers, .. other.Identifiers]);
    }
}
