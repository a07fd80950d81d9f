namespace Ota.Mqtt.Broker;

/// <summary>The deadlines of one connection. The sweep asks; the connection's own loop tells what happens.</summary>
internal sealed class ConnectionWatch(MqttBroker broker)
{
    private long _startedAt;
    private long _heardAt = broker.Clock.Tick;
    private long _silence = long.MaxValue;

    /// <summary>From here on the client is expected to send CONNECT.</summary>
    public void Start() => Volatile.Write(ref _startedAt, broker.Clock.Tick);

    /// <summary>CONNECT is accepted, and with it a keep-alive.</summary>
    public void Accept(AcceptedConnect accepted)
    {
        int keepAlive = accepted.KeepAlive;
        if (keepAlive > 0)
            _silence = (keepAlive * 1500L) + (long)broker.Options.SweepInterval.TotalMilliseconds;
    }

    /// <summary>The client has sent something.</summary>
    public void Hear() => Volatile.Write(ref _heardAt, broker.Clock.Tick);

    /// <summary>There should have been a whole CONNECT by now.</summary>
    public bool IsUnfinished(long now)
    {
        long started = Volatile.Read(ref _startedAt);
        return started != 0 && now - started > broker.Options.ConnectTimeout.TotalMilliseconds;
    }

    /// <summary>The client has sent nothing for one and a half keep-alives (MQTT-3.1.2-22).</summary>
    public bool IsSilent(long now) => now - Volatile.Read(ref _heardAt) > _silence;

    /// <summary>The client has taken nothing, or not enough, for too long.</summary>
    public bool IsStalled(MqttConnection connection, MqttSession session, ConnectionOutput output, long now)
    {
        if (!output.IsFlushing && session.FullSince == 0)
            return false; // The usual case, without a lock; what has just begun is not late yet.
        long limit = (long)broker.Options.StalledClientTimeout.TotalMilliseconds;
        lock (session.Gate)
        {
            if (session.Connection != connection)
                return false;
            return (output.IsFlushing && now - output.FlushingSince > limit)
                || (session.FullSince != 0 && now - session.FullSince > limit);
        }
    }
}
