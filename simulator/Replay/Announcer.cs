using Google.Protobuf;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;
using Ota.Mqtt;
using Ota.Mqtt.Client;
using Ota.Payloads.V1;
using Ota.Simulator.Inventories;

namespace Ota.Simulator.Replay;

/// <summary>
/// Says for a virtual vehicle that it is there: a birth on each connection and whenever the backend asks, a death as the will and at the
/// end. The moment of the run is the count of its starts, so that a later run counts further.
/// </summary>
internal sealed class Announcer
{
    private readonly string _vid;
    private readonly Lock _sync = new();
    private readonly Position _position;
    private readonly ByteString _inventory;
    private readonly TimeProvider _time;

    public Announcer(string vid, BootId bootId, SimulatedInventory? inventory, TimeProvider time)
    {
        byte[] boot = new byte[BootId.Size];
        bootId.Write(boot);
        _vid = vid;
        _time = time;
        _position = new Position { BootId = ByteString.CopyFrom(boot), BootCount = (ulong)NowMs };
        _inventory = inventory?.Sign(counter: (ulong)NowMs, NowMs) ?? ByteString.Empty;
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The will of the next connection.</summary>
    public WillMessage NextWill()
    {
        lock (_sync) _position.Connection++;
        return new WillMessage { Topic = TopicOf("death"), Payload = Death(), Qos = MqttQos.AtLeastOnce };
    }

    /// <summary>Says on each connection of the client, the first included, that the vehicle is there. To be called before it connects.</summary>
    public void Follow(MqttClient client) => client.Connected += _ => Task.Run(() => PublishAsync(client, "birth", Birth()));

    /// <summary>Answers commands until the client ends.</summary>
    public async Task AnswerAsync(MqttClient client)
    {
        try
        {
            await client.SubscribeAsync($"v1/{_vid}/down/cmd", MqttQos.AtLeastOnce);
            await foreach (MqttReceivedMessage message in client.ReadMessagesAsync())
            {
                if (Command.Parser.ParseFrom(message.Payload.Span).CommandCase == Command.CommandOneofCase.Rebirth)
                    await PublishAsync(client, "birth", Birth());
                await message.AcknowledgeAsync();
            }
        }
        catch (Exception e) when (e is MqttClientException or ObjectDisposedException or InvalidProtocolBufferException)
        {
            // The connection is gone for good, or the backend says what no vehicle understands: the vehicle drives on.
        }
    }

    /// <summary>Says that the vehicle goes on purpose; a DISCONNECT takes the will with it.</summary>
    public Task LeaveAsync(MqttClient client) => PublishAsync(client, "death", Death());

    private async Task PublishAsync(MqttClient client, string type, byte[] payload)
    {
        try
        {
            await client.PublishAsync(TopicOf(type), payload, MqttQos.AtLeastOnce);
        }
        catch (Exception e) when (e is MqttClientException or ObjectDisposedException)
        {
            // The next connection has a birth of its own.
        }
    }

    private byte[] Birth()
    {
        Birth birth = new()
        {
            SchemaVersion = 1,
            CaptureMs = NowMs,
            SentMs = NowMs,
            ClockQuality = Payloads.V1.ClockQuality.Ntp,
            CatalogueVersion = (uint)SeedCatalogue.Catalogue.Version,
            SignedInventory = _inventory,
        };
        lock (_sync)
        {
            _position.Seq++;
            birth.Position = _position.Clone();
        }

        return birth.ToByteArray();
    }

    private byte[] Death()
    {
        lock (_sync) return new Death { SchemaVersion = 1, Position = _position.Clone() }.ToByteArray();
    }

    private string TopicOf(string type) => $"v1/{_vid}/up/{type}";
}
