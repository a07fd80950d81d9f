namespace Ota.Mqtt.Broker;

/// <summary>The limits and hooks of a broker. Every limit has a default that is safe for a server on the open internet.</summary>
public sealed class MqttBrokerOptions
{
    /// <summary>Open connections; a further one is closed at once.</summary>
    public int MaxConnections { get; set; } = 100_000;

    /// <summary>Sessions, connected or not; a further client is refused with "quota exceeded" (0x97).</summary>
    public int MaxSessions { get; set; } = 1_000_000;

    /// <summary>Time from the accepted socket to a whole CONNECT.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>New connections whose CONNECT is read in a second; further ones wait unread. 0: no limit.</summary>
    public int MaxConnectsPerSecond { get; set; }

    /// <summary>Bytes of the CONNECT packet.</summary>
    public int MaxConnectPacketSize { get; set; } = 128 * 1024;

    /// <summary>Bytes of any later packet; announced to clients of MQTT 5.0.</summary>
    public int MaxPacketSize { get; set; } = 1024 * 1024;

    /// <summary>Unfinished messages of QoS 1 and 2 that a client of MQTT 5.0 may send at a time; announced to it.</summary>
    public ushort ReceiveMaximum { get; set; } = 1024;

    /// <summary>Topic aliases that a client may use; announced to it.</summary>
    public ushort TopicAliasMaximum { get; set; } = 32;

    /// <summary>Topic aliases that the broker uses towards a client at most, whatever more the client allows.</summary>
    public ushort OutboundTopicAliasMaximum { get; set; } = 32;

    /// <summary>
    /// Bytes of publishes that interceptors hold for one connection; above it, or above <see cref="ReceiveMaximum"/> messages, the
    /// connection is not read.
    /// </summary>
    public int MaxInterceptedBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// Messages that one client may publish in a second, on average, with as many at once; above it the client is not read until it is
    /// below again, so that nothing is lost. 0: no limit.
    /// </summary>
    public int MaxPublishesPerSecond { get; set; }

    /// <summary>The same for the bytes of topics, properties and payloads. 0: no limit.</summary>
    public long MaxPublishBytesPerSecond { get; set; }

    /// <summary>Unfinished messages of QoS 1 and 2 towards one client, when the client itself does not set less.</summary>
    public ushort MaxInflightMessages { get; set; } = 8192;

    /// <summary>Messages that wait for one client, connected or not; further ones are dropped.</summary>
    public int MaxQueuedMessages { get; set; } = 10_000;

    /// <summary>Bytes of messages that wait for one client or are in flight to it.</summary>
    public long MaxQueuedBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Bytes of messages that wait for all clients together or are in flight to them. When it is reached, a client gets further messages
    /// only while it has next to nothing to acknowledge.
    /// </summary>
    public long MaxTotalQueuedBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>Subscriptions of one session; further ones are refused with 0x97.</summary>
    public int MaxSubscriptionsPerClient { get; set; } = 1000;

    /// <summary>Retained messages.</summary>
    public int MaxRetainedMessages { get; set; } = 100_000;

    /// <summary>Bytes of all retained messages.</summary>
    public long MaxRetainedBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Levels of a topic name or filter.</summary>
    public int MaxTopicLevels { get; set; } = 32;

    /// <summary>Bytes of a client identifier in UTF-8.</summary>
    public int MaxClientIdLength { get; set; } = 256;

    /// <summary>The longest life of a session without a connection; a client that asks for more is told. MQTT 3.1.1 sessions get this.</summary>
    public TimeSpan MaxSessionExpiry { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How long a client may send nothing, whatever its keep-alive, so that no half-open connection stays; only what it sends counts,
    /// since what is sent to it may reach nobody. MQTT 5.0 clients whose keep-alive is none or longer are told one that fits; MQTT 3.1.1
    /// clients, which cannot be told, are disconnected. Null: as long as they like.
    /// </summary>
    public TimeSpan? IdleTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The longest keep-alive; MQTT 5.0 clients that ask for more, or for none, are told this one. Null: whatever they ask for.</summary>
    public TimeSpan? MaxKeepAlive { get; set; }

    /// <summary>How long a client may take nothing, or stay with a full queue, before it is disconnected.</summary>
    public TimeSpan StalledClientTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often keep-alives, expiries and delays are looked after; each may come late by this much.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often the <c>$SYS/broker/...</c> topics are published; zero: never.</summary>
    public TimeSpan SysInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Topics whose receivers are remembered between changes of the subscriptions.</summary>
    public int CachedTopics { get; set; } = 32 * 1024;

    /// <summary>What clients of MQTT 5.0 get that ask for response information: a topic prefix, by agreement. Null: nothing.</summary>
    public Func<MqttClientInfo, string>? ResponseInformation { get; set; }

    /// <summary>
    /// Decides about each CONNECT. What it throws is logged, and the client is told that the server is unavailable (0x88; 3 in MQTT
    /// 3.1.1). Its token fires when the client has gone or <see cref="ConnectTimeout"/> is over. Null: everybody may connect.
    /// </summary>
    public Func<MqttConnectRequest, CancellationToken, ValueTask<MqttConnectDecision>>? Authenticate { get; set; }

    /// <summary>Gives a connected client its access rights, such as <see cref="TopicAccessPolicy.For"/>. Null: everything but publishing to <c>$SYS</c>.</summary>
    public Func<MqttClientInfo, ITopicAccess>? Access { get; set; }

    /// <summary>Who takes which publishes out of the stream and answers for them. Like the hooks it may be set until the first client comes.</summary>
    public IReadOnlyList<MqttInterception> Interceptions { get; set; } = [];

    /// <summary>Every problem that these options have, as sentences that name the option; empty when there is none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        Positive(nameof(MaxConnections), MaxConnections);
        Positive(nameof(MaxSessions), MaxSessions);
        Positive(nameof(ConnectTimeout), ConnectTimeout.Ticks);
        Positive(nameof(MaxConnectPacketSize), MaxConnectPacketSize);
        Positive(nameof(MaxPacketSize), MaxPacketSize);
        Positive(nameof(ReceiveMaximum), ReceiveMaximum);
        Positive(nameof(MaxInterceptedBytes), MaxInterceptedBytes);
        Positive(nameof(MaxInflightMessages), MaxInflightMessages);
        Positive(nameof(MaxQueuedBytes), MaxQueuedBytes);
        Positive(nameof(MaxTotalQueuedBytes), MaxTotalQueuedBytes);
        Positive(nameof(MaxTopicLevels), MaxTopicLevels);
        Positive(nameof(MaxClientIdLength), MaxClientIdLength);
        Positive(nameof(StalledClientTimeout), StalledClientTimeout.Ticks);
        Positive(nameof(SweepInterval), SweepInterval.Ticks);
        NotNegative(nameof(MaxConnectsPerSecond), MaxConnectsPerSecond);
        NotNegative(nameof(MaxPublishesPerSecond), MaxPublishesPerSecond);
        NotNegative(nameof(MaxPublishBytesPerSecond), MaxPublishBytesPerSecond);
        NotNegative(nameof(MaxQueuedMessages), MaxQueuedMessages);
        NotNegative(nameof(MaxSubscriptionsPerClient), MaxSubscriptionsPerClient);
        NotNegative(nameof(MaxRetainedMessages), MaxRetainedMessages);
        NotNegative(nameof(MaxRetainedBytes), MaxRetainedBytes);
        NotNegative(nameof(MaxSessionExpiry), MaxSessionExpiry.Ticks);
        NotNegative(nameof(SysInterval), SysInterval.Ticks);
        NotNegative(nameof(CachedTopics), CachedTopics);
        if (MaxPacketSize > MqttReaderLimits.LargestPacket || MaxConnectPacketSize > MqttReaderLimits.LargestPacket)
            problems.Add($"{nameof(MaxPacketSize)} and {nameof(MaxConnectPacketSize)} are at most {MqttReaderLimits.LargestPacket}.");
        foreach (MqttInterception interception in Interceptions)
        {
            if (!TopicFilter.IsValid(System.Text.Encoding.UTF8.GetBytes(interception.Filter)))
                problems.Add($"{nameof(Interceptions)} has '{interception.Filter}', which is not a topic filter.");
        }
        if (IdleTimeout < TimeSpan.FromSeconds(2))
            problems.Add($"{nameof(IdleTimeout)} must be at least 2 seconds.");
        if (MaxKeepAlive is { } keepAlive && (keepAlive < TimeSpan.FromSeconds(1) || keepAlive.TotalSeconds > ushort.MaxValue))
            problems.Add($"{nameof(MaxKeepAlive)} must be from 1 to 65,535 seconds.");
        return problems;

        void Positive(string name, long value)
        {
            if (value <= 0)
                problems.Add($"{name} must be greater than zero.");
        }

        void NotNegative(string name, long value)
        {
            if (value < 0)
                problems.Add($"{name} must not be negative.");
        }
    }
}
