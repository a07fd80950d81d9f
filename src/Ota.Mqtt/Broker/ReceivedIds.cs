namespace Ota.Mqtt.Broker;

/// <summary>
/// The QoS 2 messages of one client that it has not released yet (4.3.3), by packet identifier. Used under the session's gate.
/// </summary>
internal sealed class ReceivedIds
{
    private HashSet<ushort>? _known;
    private HashSet<ushort>? _older; // Those that an earlier connection has brought.
    private Dictionary<ushort, InterceptedPublish>? _held; // Those that an interceptor has not completed.

    /// <summary>Those that count against the receive maximum: a new connection begins with the whole of it (4.9).</summary>
    public int Unfinished => (_known?.Count ?? 0) - (_older?.Count ?? 0);

    /// <summary>The session goes to a new connection.</summary>
    public void BeginConnection() => _older = _known is { Count: > 0 } ? [.. _known] : null;

    /// <summary>False when the identifier is known already.</summary>
    public bool Add(ushort packetId)
    {
        _older?.Remove(packetId); // It has been sent on this connection too.
        return (_known ??= []).Add(packetId);
    }

    /// <summary>At PUBREL, or because PUBREC refuses; false when it is not known.</summary>
    public bool Remove(ushort packetId)
    {
        _older?.Remove(packetId);
        return _known is not null && _known.Remove(packetId);
    }

    /// <summary>An interceptor has the message now.</summary>
    public void Hold(InterceptedPublish publish) => (_held ??= [])[publish.PacketId] = publish;

    /// <summary>The message of this identifier that an interceptor still has.</summary>
    public InterceptedPublish? Held(ushort packetId) => _held?.GetValueOrDefault(packetId);

    /// <summary>The interceptor has completed it.</summary>
    public void Complete(InterceptedPublish publish, bool isRefused)
    {
        _held?.Remove(publish.PacketId);
        if (isRefused)
            Remove(publish.PacketId); // MQTT-4.3.3-9: a refused identifier is free again.
    }
}
