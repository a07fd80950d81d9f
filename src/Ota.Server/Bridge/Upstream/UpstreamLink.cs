using Ota.Mqtt;
using Ota.Mqtt.Client;
using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Bridge.Upstream;

/// <summary>
/// Brings the messages of one lane from the broker into it. Each lane has a connection of its own: within one, acknowledgements leave in
/// the order of arrival (MQTT-4.6.0-2), and the broker sends nothing more once a window of messages is not acknowledged, so telemetry
/// that waits for its disk would hold up evidence. What the lane has no room for waits here, then in the client, then with the broker,
/// which would drop what is refused.
/// </summary>
internal sealed class UpstreamLink : IAsyncDisposable
{
    private readonly Subscription[] _subscriptions;
    private readonly MqttClient _client;
    private readonly Lane _lane;
    private readonly UpstreamGate _gate;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private CancellationTokenSource? _attempt;
    private volatile bool _isSubscribed;
    private volatile bool _wasAttached;
    private volatile string _trouble = "not yet connected";

    public UpstreamLink(Lane lane, IEnumerable<string> types, MqttClient client, UpstreamGate gate, TimeProvider time, ILogger log)
    {
        _lane = lane;
        _client = client;
        _gate = gate;
        _time = time;
        _log = log;
        _subscriptions =
        [
            .. types.Select(type => new Subscription { Filter = $"$share/ota/{UpTopic.FilterOf(type)}", MaximumQos = MqttQos.AtLeastOnce }),
        ];
        client.Connected += OnConnected;
        client.Disconnected += OnDisconnected;
        client.SubscriptionLost += (_, reason) => OnSubscriptionLost(reason);
    }

    public string Name => _lane.Name;

    /// <summary>Why no messages come; null while they do.</summary>
    public string? Trouble => _isSubscribed && _client.State == MqttClientState.Connected ? null : _trouble;

    /// <summary>Runs until the stop, and leaves the connection open for acknowledgements.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        int failures = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ReceiveAsync(stop);
            }
            catch (Exception e) // Whatever it is, its remedy is at the broker, and afterwards this goes on by itself.
            {
                failures = _isSubscribed ? 1 : failures + 1;
                TimeSpan pause = UpstreamPause.After(failures);
                _isSubscribed = false;
                _trouble = e.Message;
                _log.BrokerNotReached(Name, e.Message, pause.TotalSeconds);
                await Task.Delay(pause, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    /// <exception cref="MqttClientException">It came to an end that was not asked for.</exception>
    private async Task ReceiveAsync(CancellationToken stop)
    {
        using CancellationTokenSource attempt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Volatile.Write(ref _attempt, attempt);
        try
        {
            await _client.DisconnectAsync(); // Waits for the end of the attempt before, if there was one.
            await _client.ConnectAsync(attempt.Token);
            await SubscribeAsync(attempt.Token);
            await foreach (MqttReceivedMessage message in _client.ReadMessagesAsync(attempt.Token))
                await _gate.LetInAsync(new UpstreamMessage(message), _lane, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The connection stays.
        }
        catch (OperationCanceledException)
        {
            await _client.DisconnectAsync();
            throw new MqttClientException(MqttClientError.Refused, _trouble);
        }
        finally
        {
            Volatile.Write(ref _attempt, null);
        }
    }

    private async Task SubscribeAsync(CancellationToken stop)
    {
        SubackPacket answer = await _client.SubscribeAsync(_subscriptions, identifier: null, stop);
        ReasonCode worst = answer.Reasons.FirstOrDefault(reason => reason.IsFailure());
        if (worst.IsFailure())
        {
            await _client.DisconnectAsync();
            throw new MqttClientException(MqttClientError.Refused, TroubleOf(worst));
        }
        _isSubscribed = _wasAttached = true;
        _log.BrokerAttached(Name);
    }

    private async Task RenewAsync()
    {
        try
        {
            await SubscribeAsync(CancellationToken.None); // It ends with the client at the latest.
        }
        catch (MqttClientException)
        {
            // The loop that reads hears of it too.
        }
    }

    private static string TroubleOf(ReasonCode reason) =>
        $"The broker refuses to let this server subscribe to $share/ota/v1/+/up/ ({reason}): let it in the broker's access rules.";

    // Subscribes anew each time: mosquitto 2.0.11 restores sessions after a restart without their shared subscriptions.
    private void OnConnected(ConnackPacket connack)
    {
        if (_wasAttached && !connack.SessionPresent) _log.SessionLost(Name);
        if (!_isSubscribed) return; // The loop that reads subscribes.
        _isSubscribed = false;
        _ = RenewAsync();
    }

    private void OnDisconnected(MqttDisconnection end)
    {
        _trouble = end.Cause.Message;
        if (end.WillReconnect) _log.BrokerLost(Name, end.Cause.Message);
    }

    // Under the client's lock: only says that this attempt is over.
    private void OnSubscriptionLost(ReasonCode reason)
    {
        _trouble = TroubleOf(reason);
        _isSubscribed = false;
        try
        {
            _ = Volatile.Read(ref _attempt)?.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It is over already.
        }
    }
}
