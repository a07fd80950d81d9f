using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Ota.Mqtt.Broker;

/// <summary>
/// An MQTT 3.1.1 and 5.0 broker inside a process: sessions, subscriptions and retained messages, all in memory. Connections come from
/// Kestrel (<see cref="MqttConnectionHandler"/>) or WebSockets.
/// </summary>
public sealed class MqttBroker : IDisposable
{
    private const long LastBytesTime = 5000;

    private readonly ConcurrentDictionary<MqttConnection, bool> _connections = [];
    private readonly ConcurrentQueue<(long Due, Action Abort)> _leaving = [];
    private readonly BrokerSweep _sweep;
    private readonly Lazy<Interceptions> _interceptions;
    private int _connectionCount;
    private volatile bool _isStopping;

    /// <summary>A broker without connections. Throws <see cref="ArgumentException"/> with all problems of the options.</summary>
    /// <param name="options">Limits and hooks; not to be changed afterwards.</param>
    /// <param name="time">The clock of expiries and time-outs.</param>
    /// <param name="log">Where refusals and lost connections are written.</param>
    public MqttBroker(MqttBrokerOptions options, TimeProvider time, ILogger<MqttBroker> log)
    {
        if (options.Validate() is { Count: > 0 } problems)
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        Options = options;
        Log = log;
        Clock = new BrokerClock(time);
        Counters = new BrokerCounters(options);
        Tree = new SubscriptionTree(options.CachedTopics);
        Retained = new RetainedStore(options.MaxRetainedMessages, options.MaxRetainedBytes);
        Sessions = new SessionRegistry(this);
        _interceptions = new Lazy<Interceptions>(() => new Interceptions(options.Interceptions));
        ConnectGate = new ConnectGate(options.MaxConnectsPerSecond, options.SweepInterval);
        ReaderLimits = new MqttReaderLimits
        {
            MaxPacketSize = options.MaxPacketSize,
            MaxTopicLevels = options.MaxTopicLevels,
            Sender = MqttSender.Client,
        };
        _sweep = new BrokerSweep(this);
    }

    /// <summary>Open connections, those included that have not sent CONNECT.</summary>
    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>Sessions, connected or not.</summary>
    public int SessionCount => Sessions.Count;

    /// <summary>Subscriptions of all sessions.</summary>
    public int SubscriptionCount => Tree.Count;

    /// <summary>Retained messages.</summary>
    public int RetainedCount => Retained.Count;

    internal MqttBrokerOptions Options { get; }

    internal MqttReaderLimits ReaderLimits { get; }

    internal ILogger Log { get; }

    internal BrokerClock Clock { get; }

    internal BrokerCounters Counters { get; }

    internal SubscriptionTree Tree { get; }

    internal RetainedStore Retained { get; }

    internal SessionRegistry Sessions { get; }

    internal Interceptions Interceptions => _interceptions.Value;

    internal ConnectGate ConnectGate { get; }

    // Through the enumerator, because Keys would lock the table and copy it.
    internal IEnumerable<MqttConnection> Connections => _connections.Select(entry => entry.Key);

    internal bool IsStopping => _isStopping;

    /// <summary>Publishes a message of the process itself and returns how many sessions took it, connected or not.</summary>
    /// <param name="topic">The topic name; it may begin with <c>$</c>.</param>
    /// <param name="payload">The message; copied where it has to wait.</param>
    /// <param name="qos">The delivery guarantee.</param>
    /// <param name="retain">Whether it replaces the retained message of the topic.</param>
    /// <param name="properties">What MQTT 5.0 clients see besides; null for nothing.</param>
    public int Publish(
        string topic, ReadOnlyMemory<byte> payload, MqttQos qos, bool retain = false, PublishProperties? properties = null)
    {
        byte[] name = Encoding.UTF8.GetBytes(topic);
        if (!TopicName.IsValid(name))
            throw new ArgumentException("The topic name is not valid.", nameof(topic));
        FanOut fanOut = new(this);
        Publication publication = new()
        {
            Topic = name,
            Payload = new ReadOnlySequence<byte>(payload),
            Properties = properties is null ? default : (properties with { MessageExpiryInterval = null, TopicAlias = null }).Encode(),
            Qos = qos,
            Retain = retain,
            ExpiresAt = ExpiryOf(properties?.MessageExpiryInterval),
        };
        int taken = Route(ref publication, fanOut, out _);
        publication.Dispose();
        fanOut.Flush();
        return taken;
    }

    /// <summary>Ends the connection of a client, if it has one; its session stays.</summary>
    /// <param name="clientId">The client identifier.</param>
    /// <param name="reason">What MQTT 5.0 clients are told; a code that a server's DISCONNECT can carry.</param>
    /// <param name="text">One sentence for a person who diagnoses, or null.</param>
    public bool Disconnect(string clientId, ReasonCode reason = ReasonCode.AdministrativeAction, string? text = null)
    {
        if (!ReasonCodes.IsAllowed(MqttPacketType.Disconnect, (byte)reason, MqttSender.Server))
            throw new ArgumentException($"A server's DISCONNECT cannot carry {reason}.", nameof(reason));
        MqttText.Measure(text ?? "");
        if (Sessions.Find(clientId)?.Connection is not { } connection)
            return false;
        connection.Close(reason, text);
        return true;
    }

    /// <summary>
    /// Takes no further connections and ends the open ones with "server shutting down" (0x8B). That is no normal disconnection of a
    /// client, so wills are published (MQTT-3.1.2-8) to those who are connected still or have a session; a will with a delay waits for it.
    /// What waits ends with the process, since sessions are in memory.
    /// </summary>
    public void Stop()
    {
        _isStopping = true;
        ConnectGate.Open();
        foreach (MqttConnection connection in Connections)
            connection.Close(ReasonCode.ServerShuttingDown, text: null);
    }

    /// <summary>Stops, and ends the timer.</summary>
    public void Dispose()
    {
        Stop();
        _sweep.Dispose();
    }

    internal bool TryAdd(MqttConnection connection)
    {
        if (Interlocked.Increment(ref _connectionCount) > Options.MaxConnections || _isStopping)
        {
            Interlocked.Decrement(ref _connectionCount);
            return false;
        }
        _connections[connection] = true;
        return true;
    }

    internal void Remove(MqttConnection connection)
    {
        if (_connections.TryRemove(connection, out _))
            Interlocked.Decrement(ref _connectionCount);
    }

    /// <summary>A peer that does not read its last bytes would keep a closed connection for ever.</summary>
    internal void AbortLater(MqttTransport transport) => _leaving.Enqueue((Clock.Tick + LastBytesTime, transport.Abort));

    internal void AbortLeft(long now)
    {
        while (_leaving.TryPeek(out (long Due, Action Abort) next) && next.Due <= now && _leaving.TryDequeue(out next))
            next.Abort();
    }

    /// <summary>On the broker's clock, 0 for none.</summary>
    internal long ExpiryOf(uint? interval) => interval is { } seconds ? Clock.Now + (seconds * 1000L) : 0;

    /// <summary>Stores the message if it is to be retained, and gives it to its receivers.</summary>
    internal int Route(ref Publication publication, FanOut fanOut, out ReasonCode reason)
    {
        reason = ReasonCode.Success;
        if (publication.Retain && !Retained.Set(ref publication))
        {
            reason = ReasonCode.QuotaExceeded;
            return 0;
        }
        Receivers receivers = Tree.Match(publication.Topic);
        if (!receivers.AreNone)
            return fanOut.Send(ref publication, receivers);
        reason = ReasonCode.NoMatchingSubscribers;
        return 0;
    }

    /// <summary>Gives a will to its interceptor, as if the client had published it, or to its receivers.</summary>
    internal void PublishWill(MqttSession session, WillMessage will, MqttClientInfo client)
    {
        FanOut fanOut = new(this);
        Publication publication = new()
        {
            Topic = Encoding.UTF8.GetBytes(will.Topic),
            Payload = new ReadOnlySequence<byte>(will.Payload),
            Properties = (will.ToPublishProperties() with { MessageExpiryInterval = null }).Encode(),
            Qos = will.Qos,
            Retain = will.Retain,
            ExpiresAt = ExpiryOf(will.MessageExpiryInterval),
            Publisher = session,
        };
        if (Interceptions.Find(publication.Topic) is { } interception)
            Interceptions.Hand(interception.Interceptor, [new InterceptedPublish(this, client, session, publication.Keep(), interception.Forward)], Log);
        else
            Route(ref publication, fanOut, out _);
        publication.Dispose();
        fanOut.Flush();
    }
}
