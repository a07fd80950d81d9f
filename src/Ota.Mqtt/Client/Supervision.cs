namespace Ota.Mqtt.Client;

/// <summary>Watches one connection at a time: keep-alive (3.1.2.10) and acknowledgements that fail to come.</summary>
internal sealed class Supervision(MqttClientOptions options, Action<ClientConnection> check)
{
    private static readonly TimeSpan Never = TimeSpan.MaxValue;

    private readonly TimeProvider _time = options.Time;
    private ITimer? _timer;

    public void Start(ClientConnection connection)
    {
        _timer = _time.CreateTimer(_ => check(connection), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Schedule(Next(connection, oldestSentAt: null));
    }

    public void Stop()
    {
        _timer?.Dispose();
        _timer = null;
    }

    /// <summary>Pings if it is time; returns why the connection must end, or null.</summary>
    public MqttClientException? Check(ClientConnection connection, long? oldestSentAt)
    {
        if (connection.Paused)
        {
            // This client does not read: that answers do not arrive is its own doing. It still shows that it lives.
            if (connection.Server.KeepAlive > TimeSpan.Zero && Since(connection.LastSent) >= connection.Server.KeepAlive)
                connection.Wrote(MqttWriter.WritePing(connection.Output, MqttPacketType.Pingreq));
            Schedule(connection.Server.KeepAlive > TimeSpan.Zero ? connection.Server.KeepAlive : options.PingTimeout);
            return null;
        }
        if (oldestSentAt is { } sent && Remaining(sent, options.AcknowledgementTimeout) <= TimeSpan.Zero)
        {
            return new MqttClientException(
                MqttClientError.AcknowledgementTimeout,
                $"The server did not acknowledge a packet within {options.AcknowledgementTimeout}.");
        }
        if (connection.PingSentAt is { } pinged)
        {
            if (connection.LastReceived > pinged)
                connection.PingSentAt = null; // Something came after all, and PINGRESP may be behind it.
            else if (Remaining(pinged, options.PingTimeout) <= TimeSpan.Zero)
            {
                return new MqttClientException(
                    MqttClientError.KeepAliveTimeout, $"The server did not answer PINGREQ within {options.PingTimeout}.");
            }
        }
        if (connection.PingSentAt is null && IdleLeft(connection) <= TimeSpan.Zero)
        {
            connection.Wrote(MqttWriter.WritePing(connection.Output, MqttPacketType.Pingreq));
            connection.PingSentAt = _time.GetTimestamp();
        }
        Schedule(Next(connection, oldestSentAt));
        return null;
    }

    private TimeSpan Next(ClientConnection connection, long? oldestSentAt)
    {
        TimeSpan next = IdleLeft(connection);
        if (connection.PingSentAt is { } pinged) // Idle or not, there is no second ping before the answer.
            next = Min(Remaining(pinged, options.PingTimeout), connection.Server.KeepAlive);
        if (options.AcknowledgementTimeout == Timeout.InfiniteTimeSpan)
            return next;
        // With nothing to wait for now, whatever is sent from now on is due later than this.
        TimeSpan acknowledged = oldestSentAt is { } sent ? Remaining(sent, options.AcknowledgementTimeout) : options.AcknowledgementTimeout;
        return Min(acknowledged, next);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Silence in either direction counts: only answers show that a server is alive that this client sends a lot to.</summary>
    private TimeSpan IdleLeft(ClientConnection connection) => connection.Server.KeepAlive == TimeSpan.Zero
        ? Never
        : Remaining(Math.Min(connection.LastSent, connection.LastReceived), connection.Server.KeepAlive);

    private TimeSpan Remaining(long since, TimeSpan limit) => limit == Timeout.InfiniteTimeSpan ? Never : limit - Since(since);

    private TimeSpan Since(long timestamp) => _time.GetElapsedTime(timestamp);

    private void Schedule(TimeSpan due)
    {
        if (due != Never)
            _timer?.Change(due > TimeSpan.Zero ? due : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }
}
