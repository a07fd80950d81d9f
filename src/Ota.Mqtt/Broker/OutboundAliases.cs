namespace Ota.Mqtt.Broker;

/// <summary>The topic aliases of one connection towards the client: the first topics that are sent get one (3.3.2.3.4).</summary>
internal sealed class OutboundAliases(ushort maximum)
{
    private readonly Dictionary<byte[], ushort> _aliases = new(LevelComparer.Instance);

    /// <summary>The alias for the topic, 0 when all are taken.</summary>
    public ushort Find(ReadOnlySpan<byte> topic, out bool isNew)
    {
        isNew = false;
        if (_aliases.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(topic, out ushort alias))
            return alias;
        if (_aliases.Count == maximum)
            return 0;
        isNew = true;
        alias = (ushort)(_aliases.Count + 1);
        _aliases.Add(topic.ToArray(), alias);
        return alias;
    }
}
