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
        double allowed = broker.Options.IdleTimeout?.TotalMilliseconds ?? double.MaxValue;
        if (accepted.KeepAlive > 0)
            allowed = Math.Min(allowed, accepted.KeepAlive * 1500.0); // MQTT-3.1.2-22
        if (allowed < double.MaxValue)
            _silence = (long)(allowed + broker.Options.SweepInterval.TotalMilliseconds);
    }

    /// <summary>The client has sent something, or is read again.</summary>
    public void Hear() => Volatile.Write(ref _heardAt, broker.Clock.Tick);

    /// <summary>The client is not read until <see cref="Hear"/>, so that silence says nothing about it.</summary>
    public void Pause() => Volatile.Write(ref _heardAt, long.MaxValue);

    /// <summary>There should have been a whole CONNECT by now.</summary>
    public bool IsUnfinished(long now)
    {
        long started = Volatile.Read(ref _startedAt);
        return started != 0 && now - started > broker.Options.ConnectTimeout.TotalMilliseconds;
    }

    /// <summary>The client has sent nothing for longer than its keep-alive and the broker allow.</summary>
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
