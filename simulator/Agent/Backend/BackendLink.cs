using System.Net.Security;
using System.Threading.Channels;
using Google.Protobuf;
using Ota.Mqtt;
using Ota.Mqtt.Client;
using Ota.Payloads.V1;
using Ota.Simulator.Verbs;

namespace Ota.Simulator.Agent.Backend;

/// <summary>
/// A vehicle's connection while it has network: a birth on each connection, what comes for it in order, a death when it leaves. It finds
/// its own way back after a broker is gone; what was published and not acknowledged goes again.
/// </summary>
internal sealed class BackendLink : IAsyncDisposable
{
    // Hints and answers that nobody has read. More than one answer is never waited for, and a hint is as good as many.
    private const int MostUnread = 32;

    private readonly VehicleVoice _voice;
    private readonly Func<ByteString> _inventory;
    private readonly MqttClient _client;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly Channel<OtaCommand> _commands = Channel.CreateBounded<OtaCommand>(
        new BoundedChannelOptions(MostUnread) { FullMode = BoundedChannelFullMode.DropOldest });
    private ulong _requests;
    private Task _reading = Task.CompletedTask;
    private bool _saidGoodbye;

    /// <param name="broker">Where.</param>
    /// <param name="tls">Null for plain TCP.</param>
    /// <param name="voice">Writes births and deaths.</param>
    /// <param name="inventory">What a birth carries; asked at each.</param>
    /// <param name="patience">How long an answer may take.</param>
    /// <param name="random">The source of pauses before connecting again.</param>
    /// <param name="time">The clock.</param>
    public BackendLink(
        HostPort broker, SslClientAuthenticationOptions? tls, VehicleVoice voice, Func<ByteString> inventory, TimeSpan patience, Random random,
        TimeProvider time)
    {
        (_voice, _inventory, _time, _patience) = (voice, inventory, time, patience);
        _requests = (ulong)random.NextInt64();
        _client = new MqttClient(new MqttClientOptions
        {
            Host = broker.Host,
            Port = broker.Port,
            Tls = tls,
            ClientId = voice.Vid,
            NextWill = voice.NextWill,
            SessionExpiryInterval = 300,
            MaximumQueued = 64,
            MaximumUnread = MostUnread,
            Reconnect = new ReconnectPolicy
            {
                InitialDelay = TimeSpan.FromMilliseconds(500),
                MaximumDelay = TimeSpan.FromSeconds(10),
                RetryFirst = true,
                Random = new Random(random.Next()),
            },
            Time = time,
        });
        _client.Connected += _ => Task.Run(SayBirthAsync);
    }

    public bool IsConnected => _client.State == MqttClientState.Connected;

    /// <summary>What came, and a hint after each birth that was taken.</summary>
    public ChannelReader<OtaCommand> Commands => _commands.Reader;

    /// <summary>Connects, however long that takes.</summary>
    public async Task ConnectAsync(CancellationToken stop)
    {
        await _client.ConnectAsync(stop);
        _reading = Task.Run(ReadAsync, CancellationToken.None);
        foreach (string type in new[] { "ota", "cmd" }) await _client.SubscribeAsync($"v1/{_voice.Vid}/down/{type}", MqttQos.AtLeastOnce, stop);
        _commands.Writer.TryWrite(new OtaCommand { Hint = new Hint() }); // A hint before the subscription was lost.
    }

    /// <summary>A number for the next request.</summary>
    public ulong NextRequest() => ++_requests;

    /// <summary>Sends a report.</summary>
    /// <returns>Whether it was acknowledged in time. If not, it may still arrive.</returns>
    public async Task<bool> SendAsync(byte[] report, CancellationToken stop)
    {
        try
        {
            Task<PublishResult> sent = _client.PublishAsync(_voice.TopicOf("ota"), report, MqttQos.AtLeastOnce, cancellationToken: stop).AsTask();
            return (await sent.WaitAsync(_patience, _time, stop)).IsSuccess;
        }
        catch (Exception e) when (e is MqttClientException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Leaves as a vehicle does that is switched off: with a death.</summary>
    public async Task LeaveAsync(CancellationToken stop)
    {
        try
        {
            await _client.PublishAsync(_voice.TopicOf("death"), _voice.Death(), MqttQos.AtLeastOnce, cancellationToken: stop)
                .AsTask().WaitAsync(_patience, _time, stop);
            _saidGoodbye = true;
        }
        catch (Exception e) when (e is MqttClientException or TimeoutException)
        {
            // The broker is gone itself; it will say what it missed.
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Whoever vanishes leaves its will: the broker says for it that it is gone.
        if (!_saidGoodbye) await _client.DisconnectAsync(ReasonCode.DisconnectWithWill);
        await _client.DisposeAsync();
        await _reading;
    }

    private async Task SayBirthAsync()
    {
        try
        {
            PublishResult result = await _client.PublishAsync(_voice.TopicOf("birth"), _voice.Birth(_inventory()), MqttQos.AtLeastOnce);
            if (result.IsSuccess) _commands.Writer.TryWrite(new OtaCommand { Hint = new Hint() });
        }
        catch (Exception e) when (e is MqttClientException or ObjectDisposedException)
        {
            // The next connection has a birth of its own.
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (MqttReceivedMessage message in _client.ReadMessagesAsync())
            {
                await TakeAsync(message);
                await message.AcknowledgeAsync();
            }
        }
        catch (Exception e) when (e is MqttClientException or ObjectDisposedException)
        {
            // Gone for good: the vehicle makes another link when it wakes up again.
        }
    }

    private async Task TakeAsync(MqttReceivedMessage message)
    {
        try
        {
            if (message.Topic.EndsWith("/cmd", StringComparison.Ordinal))
            {
                if (Command.Parser.ParseFrom(message.Payload.Span).CommandCase == Command.CommandOneofCase.Rebirth) await SayBirthAsync();
            }
            else if (OtaCommand.Parser.ParseFrom(message.Payload.Span) is { SchemaVersion: 1 } command)
            {
                _commands.Writer.TryWrite(command);
            }
        }
        catch (InvalidProtocolBufferException)
        {
            // What no vehicle understands, no vehicle obeys.
        }
    }
}
