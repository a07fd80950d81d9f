using Ota.Mqtt.Client;

namespace Ota.Server.Bridge.Upstream;

/// <summary>
/// The connection by which messages go to vehicles. It is none of the lanes': a client reads no further while a window of messages waits for
/// its decision, answers to vehicles are awaited before evidence is acknowledged, and the broker's acknowledgement of such an answer would lie
/// unread behind the evidence.
/// </summary>
internal sealed class UpstreamOutlet : IAsyncDisposable
{
    private readonly MqttClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private volatile string _trouble = "not yet connected";

    public UpstreamOutlet(MqttClient client, TimeProvider time, ILogger log)
    {
        (_client, _time, _log) = (client, time, log);
        client.Connected += _ => log.BrokerTakes();
        client.Disconnected += OnDisconnected;
    }

    public MqttClient Client => _client;

    /// <summary>Why nothing can be sent; null while it can.</summary>
    public string? Trouble => _client.State == MqttClientState.Connected ? null : _trouble;

    /// <summary>Runs until the stop, and leaves the connection open for the last answers.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        int failures = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await _client.DisconnectAsync(); // Waits for the end of the attempt before, if there was one.
                await _client.ConnectAsync(stop);
                failures = 0;
                await foreach (MqttReceivedMessage message in _client.ReadMessagesAsync(stop))
                    await message.AcknowledgeAsync(); // It subscribes to nothing; what a broker sends all the same must not come again.
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return; // The connection stays.
            }
            catch (Exception e) // Whatever it is, its remedy is at the broker, and afterwards this goes on by itself.
            {
                TimeSpan pause = UpstreamPause.After(++failures);
                _trouble = e.Message;
                _log.BrokerTakesNothing(e.Message, pause.TotalSeconds);
                await Task.Delay(pause, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private void OnDisconnected(MqttDisconnection end) => _trouble = end.Cause.Message; // The lanes' links say it in the log.
}
