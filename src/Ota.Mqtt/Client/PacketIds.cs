namespace Ota.Mqtt.Client;

/// <summary>Which exchange holds which packet identifier; publishes and requests share the range (2.2.1).</summary>
internal sealed class PacketIds
{
    private readonly Dictionary<ushort, object> _holders = [];
    private ushort _last;

    /// <summary>The next free identifier, or 0 when all are in use.</summary>
    public ushort Take(object holder)
    {
        if (_holders.Count == ushort.MaxValue)
            return 0;
        do
            _last = _last == ushort.MaxValue ? (ushort)1 : (ushort)(_last + 1);
        while (!_holders.TryAdd(_last, holder)); // MQTT-2.2.1-3, and never one that is in flight.
        return _last;
    }

    public object? Holder(ushort id) => _holders.GetValueOrDefault(id);

    public void Replace(ushort id, object holder) => _holders[id] = holder;

    public void Return(ushort id) => _holders.Remove(id);
}
