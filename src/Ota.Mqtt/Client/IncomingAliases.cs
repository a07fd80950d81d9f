using System.Text;

namespace Ota.Mqtt.Client;

/// <summary>Topic aliases that the server sets on one connection.</summary>
internal sealed class IncomingAliases(ushort maximum)
{
    private readonly Dictionary<ushort, string> _topics = [];
    private string _last = "";

    /// <summary>The topic of the message, by name or by alias.</summary>
    /// <exception cref="MqttProtocolException">The alias is out of range or was not set.</exception>
    public string Resolve(in PublishPacket publish)
    {
        ushort alias = publish.TopicAlias;
        if (alias > maximum)
            throw new MqttProtocolException(ReasonCode.TopicAliasInvalid, "The topic alias is above the client's maximum (MQTT-3.1.2-26).");
        if (publish.TopicLength == 0)
        {
            return _topics.TryGetValue(alias, out string? known)
                ? known
                : throw new MqttProtocolException(ReasonCode.ProtocolError, "The topic alias was not set on this connection (3.3.2.3.4).");
        }
        string topic = Decode(publish);
        if (alias != 0)
            _topics[alias] = topic;
        return topic;
    }

    // A stream of messages to one topic shares one string.
    private string Decode(in PublishPacket publish)
    {
        Span<byte> scratch = stackalloc byte[256];
        ReadOnlySpan<byte> name = publish.GetTopic(scratch);
        Span<char> decoded = stackalloc char[256];
        if (name.Length > decoded.Length)
            return Encoding.UTF8.GetString(name);
        int length = Encoding.UTF8.GetChars(name, decoded);
        if (!decoded[..length].SequenceEqual(_last))
            _last = new string(decoded[..length]);
        return _last;
    }
}
