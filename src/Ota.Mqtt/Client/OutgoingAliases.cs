namespace Ota.Mqtt.Client;

/// <summary>Topic aliases that this client sets on one connection (3.3.2.3.4): the first topics get one and keep it.</summary>
internal sealed class OutgoingAliases(ushort maximum)
{
    private readonly Dictionary<string, ushort> _aliases = [];

    /// <summary>The alias of the topic, or 0 if it has none.</summary>
    public ushort Find(string topic) => maximum == 0 ? (ushort)0 : _aliases.GetValueOrDefault(topic);

    /// <summary>An alias to set for the topic, or 0 when all are given away.</summary>
    public ushort Next => _aliases.Count < maximum ? (ushort)(_aliases.Count + 1) : (ushort)0;

    public void Set(string topic, ushort alias) => _aliases[topic] = alias;
}
