using System.Buffers;

namespace Ota.Mqtt.Client;

/// <summary>
/// A client for MQTT 3.1.1 and 5.0. The session (what is under way in both directions and the subscriptions) belongs to this object and
/// lives in memory: it outlasts connections, not the process. All members may be used from any thread at once.
/// </summary>
public sealed class MqttClient : IAsyncDisposable
{
    private readonly MqttClientOptions _options;
    private readonly ClientSession _session;
    private readonly SemaphoreSlim _requests;
    private readonly Lock _sync = new();
    private ConnectionKeeper? _keeper;
    private Task _running = Task.CompletedTask;
    private bool _connectedBefore;
    private bool _disposed;

    /// <summary>A client that is not connected yet.</summary>
    /// <param name="options">What to connect to and how.</param>
    /// <exception cref="ArgumentException">Options that cannot work; the message names each.</exception>
    public MqttClient(MqttClientOptions options)
    {
        options.Check();
        _options = options;
        _requests = new SemaphoreSlim(options.MaximumRequests);
        _session = new ClientSession(options, (subscription, reason) => SubscriptionLost?.Invoke(subscription, reason));
        ClientId = options.ClientId;
    }

    /// <summary>A connection is made, the first or a later one. Handlers must be quick and must not throw.</summary>
    public event Action<ConnackPacket>? Connected;

    /// <summary>A connection has ended. Handlers must be quick and must not throw.</summary>
    public event Action<MqttDisconnection>? Disconnected;

    /// <summary>
    /// The server had lost the session and refused to renew this subscription. Handlers must not call the client and must not throw.
    /// </summary>
    public event Action<Subscription, ReasonCode>? SubscriptionLost;

    /// <summary>Where the client stands at this moment.</summary>
    public MqttClientState State { get; private set; }

    /// <summary>The client identifier; chosen by the server if the options leave it empty.</summary>
    public string ClientId { get; private set; }

    /// <summary>QoS 0 messages that were dropped because nobody read them.</summary>
    public long DroppedMessages => _session.Messages.Dropped;

    /// <summary>Connects, and with a <see cref="MqttClientOptions.Reconnect"/> policy stays connected from then on.</summary>
    /// <param name="cancellationToken">Gives up the first connection.</param>
    /// <returns>The server's CONNACK.</returns>
    /// <exception cref="MqttClientException">The connection could not be made, or the server refused it.</exception>
    /// <exception cref="InvalidOperationException">The client is connected or connecting already.</exception>
    public async Task<ConnackPacket> ConnectAsync(CancellationToken cancellationToken = default)
    {
        ConnectionKeeper keeper = Start();
        using (cancellationToken.UnsafeRegister(static state => ((ConnectionKeeper)state!).Stop(ReasonCode.Success), keeper))
        {
            try
            {
                return await keeper.First;
            }
            catch (MqttClientException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }

    /// <summary>
    /// Publishes a message. The awaitable completes when the server has acknowledged it (QoS 1: PUBACK, QoS 2: PUBCOMP or a refusing
    /// PUBREC) and survives lost connections; at QoS 0 it completes when the message is handed to the transport. Without room the
    /// message waits in the order of the calls. Await it once. The payload must not change before.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends waiting for room; a message that has its place is sent.</param>
    /// <returns>The server's reason code, also when it is a refusal.</returns>
    /// <exception cref="ArgumentException">The message cannot be published by anyone.</exception>
    /// <exception cref="MqttClientException">It was not acknowledged and no longer will be; the error says why.</exception>
    public ValueTask<PublishResult> PublishAsync(in MqttMessage message, CancellationToken cancellationToken = default) =>
        _session.Publish(message, cancellationToken);

    /// <summary>Publishes a message without properties; see the other overload.</summary>
    /// <param name="topic">The topic name.</param>
    /// <param name="payload">The application message.</param>
    /// <param name="qos">The delivery guarantee.</param>
    /// <param name="retain">Whether the server keeps it for later subscribers.</param>
    /// <param name="cancellationToken">Ends waiting for room.</param>
    public ValueTask<PublishResult> PublishAsync(
        string topic,
        ReadOnlyMemory<byte> payload,
        MqttQos qos = MqttQos.AtMostOnce,
        bool retain = false,
        CancellationToken cancellationToken = default) =>
        _session.Publish(
            new MqttMessage { Topic = topic, Payload = new ReadOnlySequence<byte>(payload), Qos = qos, Retain = retain },
            cancellationToken);

    /// <summary>
    /// Subscribes. Granted subscriptions are remembered, and made again when a later connection finds that the server lost the session.
    /// </summary>
    /// <param name="subscriptions">The filters with their options; <c>$share/{name}/{filter}</c> is a filter like any other.</param>
    /// <param name="identifier">The subscription identifier that comes with each message, or null. MQTT 5.0 only.</param>
    /// <param name="cancellationToken">Ends the waiting, not the request.</param>
    /// <returns>The SUBACK, with one reason code for each filter.</returns>
    /// <exception cref="ArgumentException">A filter or an option that no server may accept.</exception>
    /// <exception cref="MqttClientException">There is no answer and will be none.</exception>
    public async Task<SubackPacket> SubscribeAsync(
        IReadOnlyList<Subscription> subscriptions, uint? identifier = null, CancellationToken cancellationToken = default)
    {
        SubscribePacket packet = new() { Subscriptions = subscriptions, SubscriptionIdentifier = identifier };
        return (SubackPacket)await RequestAsync(new PendingRequest(packet, unsubscribe: null), cancellationToken);
    }

    /// <summary>Subscribes to one filter; see the other overload.</summary>
    /// <param name="filter">The topic filter.</param>
    /// <param name="qos">The highest QoS of delivery.</param>
    /// <param name="cancellationToken">Ends the waiting, not the request.</param>
    public Task<SubackPacket> SubscribeAsync(string filter, MqttQos qos, CancellationToken cancellationToken = default) =>
        SubscribeAsync([new Subscription { Filter = filter, MaximumQos = qos }], identifier: null, cancellationToken);

    /// <summary>Ends subscriptions.</summary>
    /// <param name="filters">The filters, character by character as they were subscribed.</param>
    /// <param name="cancellationToken">Ends the waiting, not the request.</param>
    /// <returns>The UNSUBACK, with one reason code for each filter also in MQTT 3.1.1, where all are success.</returns>
    /// <exception cref="MqttClientException">There is no answer and will be none.</exception>
    public async Task<UnsubackPacket> UnsubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancellationToken = default) =>
        (UnsubackPacket)await RequestAsync(
            new PendingRequest(subscribe: null, new UnsubscribePacket { Filters = filters }), cancellationToken);

    /// <summary>
    /// The received messages as they come, over all connections. Each goes to one reader. It ends when the client is disconnected by its
    /// owner or disposed, and throws <see cref="MqttClientException"/> when the connection is lost for good.
    /// </summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    public IAsyncEnumerable<MqttReceivedMessage> ReadMessagesAsync(CancellationToken cancellationToken = default) =>
        _session.Messages.ReadAsync(cancellationToken);

    /// <summary>
    /// Disconnects; the server does not publish the will unless the reason asks for it. What is not acknowledged by then fails with
    /// <see cref="MqttClientError.NotConnected"/>.
    /// </summary>
    /// <param name="reason">Success, disconnect with will, or an error that a client may report; MQTT 3.1.1 cannot say it.</param>
    public async Task DisconnectAsync(ReasonCode reason = ReasonCode.Success)
    {
        if (!ReasonCodes.IsAllowed(MqttPacketType.Disconnect, (byte)reason, MqttSender.Client))
            throw new ArgumentException($"A client's DISCONNECT cannot carry the reason code {reason} (3.14.2.1).", nameof(reason));
        Task running;
        lock (_sync)
        {
            _keeper?.Stop(reason);
            running = _running;
        }
        await running;
    }

    /// <summary>Disconnects and fails everything that waits with <see cref="MqttClientError.Disposed"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_sync)
        {
            if (_disposed)
                return;
            _disposed = true;
        }
        await DisconnectAsync();
        _session.Close(new MqttClientException(MqttClientError.Disposed, "The client is disposed."));
        State = MqttClientState.Disposed;
    }

    private ConnectionKeeper Start()
    {
        lock (_sync)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_running.IsCompleted)
                throw new InvalidOperationException("The client is connected or connecting already.");
            _keeper = new ConnectionKeeper(_options with { ClientId = ClientId }, _session)
            {
                Continues = _connectedBefore,
                StateChanged = state => State = state,
                Connected = OnConnected,
                Disconnected = disconnection => Disconnected?.Invoke(disconnection),
            };
            State = MqttClientState.Connecting;
            _session.Open();
            _running = Task.Run(_keeper.RunAsync);
            return _keeper;
        }
    }

    private void OnConnected(ConnackPacket connack)
    {
        ClientId = connack.AssignedClientIdentifier ?? ClientId;
        _connectedBefore = true;
        Connected?.Invoke(connack);
    }

    private async Task<ControlPacket> RequestAsync(PendingRequest request, CancellationToken cancellationToken)
    {
        request.Size(_options.Version); // Throws for what cannot be written, before it is the connection's business.
        await _requests.WaitAsync(cancellationToken);
        try
        {
            return await _session.RequestAsync(request, cancellationToken);
        }
        finally
        {
            _requests.Release();
        }
    }
}
