using System.Security.Cryptography;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;
using Ota.Mqtt;
using Ota.Mqtt.Client;

namespace Ota.EndToEnd.Simulator;

/// <summary>Stands where the server's bridge will: receives every vehicle's batches, and takes each one once.</summary>
internal sealed class Observer : IAsyncDisposable
{
    private readonly MqttClient _client;
    private readonly TelemetryBatch _batch = new();
    private readonly Lock _sync = new();
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HashSet<BatchKey>? _missing;
    private Task _reading = Task.CompletedTask;

    private Observer(int port) => _client = new MqttClient(new MqttClientOptions { Port = port, ClientId = "observer" });

    /// <summary>Digest and readings of each batch, as it came first.</summary>
    public Dictionary<BatchKey, (string Digest, int Readings)> Taken { get; } = [];

    public Dictionary<(string Vid, string BootId, uint Stream), SequenceWindow> Windows { get; } = [];

    public int Received { get; private set; }

    public static async Task<Observer> StartAsync(int port)
    {
        Observer observer = new(port);
        await observer._client.ConnectAsync();
        (await observer._client.SubscribeAsync("v1/+/up/tm", MqttQos.AtLeastOnce)).Reasons.Should().Equal(ReasonCode.GrantedQos1);
        observer._reading = Task.Run(observer.ReadAsync);
        return observer;
    }

    /// <summary>Waits until everything is there, then receives no more.</summary>
    public async Task TakeAsync(IReadOnlyCollection<BatchKey> expected, TimeSpan patience)
    {
        lock (_sync)
        {
            _missing = [.. expected.Except(Taken.Keys)];
            if (_missing.Count == 0) _complete.TrySetResult();
        }

        await (await Task.WhenAny(_complete.Task, _reading).WaitAsync(patience));
        await DisposeAsync();
        await _reading;
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task ReadAsync()
    {
        try
        {
            await foreach (MqttReceivedMessage message in _client.ReadMessagesAsync())
            {
                lock (_sync)
                {
                    BatchKey key = Take(message.Topic, message.Payload.Span);
                    _missing?.Remove(key);
                    if (_missing is { Count: 0 }) _complete.TrySetResult();
                }

                await message.AcknowledgeAsync();
            }
        }
        catch (MqttClientException) when (_complete.Task.IsCompleted)
        {
            // Disposed in the middle of an acknowledgement, when all was there.
        }
    }

    private BatchKey Take(string topic, ReadOnlySpan<byte> payload)
    {
        Received++;
        BatchReader.Read(payload, SeedCatalogue.Catalogue, BatchLimits.Default, _batch).Should().Be(BatchProblem.None);
        _batch.Refused.Should().Be(0);
        BatchHeader header = _batch.Header;
        BatchKey key = new(topic.Split('/')[1], header.BootId.ToString(), header.Stream, header.Seq);
        if (!Windows.TryGetValue((key.Vid, key.BootId, key.Stream), out SequenceWindow? window))
            Windows.Add((key.Vid, key.BootId, key.Stream), window = new SequenceWindow());
        string digest = Convert.ToHexStringLower(SHA256.HashData(payload));
        if (window.Add(header.Seq) == SequenceVerdict.New) Taken.Add(key, (digest, _batch.Readings));
        else Taken[key].Digest.Should().Be(digest, "a repeated batch has the bytes of the first");
        return key;
    }
}
