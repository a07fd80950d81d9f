namespace Ota.Mqtt.Broker;

/// <summary>What one connected client may do. Asked on the connection's own loop, once for each message: it must not block.</summary>
public interface ITopicAccess
{
    /// <summary>Whether the client may publish to the topic.</summary>
    /// <param name="topic">The topic name in UTF-8.</param>
    bool MayPublish(ReadOnlySpan<byte> topic);

    /// <summary>Whether the client may subscribe to the filter.</summary>
    /// <param name="filter">The filter in UTF-8, for a shared subscription the part behind the share name.</param>
    bool MaySubscribe(ReadOnlySpan<byte> filter);

    /// <summary>What a client is told that may not publish to the topic.</summary>
    /// <param name="topic">The topic name in UTF-8.</param>
    MqttRefusal RefusePublish(ReadOnlySpan<byte> topic) => new(ReasonCode.NotAuthorized, "The client may not publish to this topic.");

    /// <summary>What a client is told that may not subscribe to the filter.</summary>
    /// <param name="filter">The filter in UTF-8, for a shared subscription the part behind the share name.</param>
    MqttRefusal RefuseSubscribe(ReadOnlySpan<byte> filter) =>
        new(ReasonCode.NotAuthorized, "The client may not subscribe to everything that this filter matches.");
}
