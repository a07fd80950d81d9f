using Google.Protobuf;
using Ota.Core.Telemetry.Catalogue;
using Ota.Mqtt;
using Ota.Payloads.V1;
using Ota.Simulator.Replay;

namespace Ota.Simulator.Agent.Backend;

/// <summary>Writes what a vehicle says of itself, each message with its place among all of this start.</summary>
/// <param name="vid">The vehicle.</param>
/// <param name="bootId">16 bytes, others at each start.</param>
/// <param name="boots">The count of starts.</param>
/// <param name="clock">What its clock shows.</param>
/// <param name="time">What the time is.</param>
internal sealed class VehicleVoice(string vid, ByteString bootId, ulong boots, ClockFault clock, TimeProvider time)
{
    private readonly Lock _sync = new();
    private readonly Position _position = new() { BootId = bootId, BootCount = boots };

    public string Vid => vid;

    /// <summary>What the vehicle's clock shows, Unix milliseconds.</summary>
    public long NowMs => Math.Max(1, clock.Show(time.GetUtcNow().ToUnixTimeMilliseconds()));

    /// <summary>The will of the next connection.</summary>
    public WillMessage NextWill()
    {
        lock (_sync) _position.Connection++;
        return new WillMessage { Topic = TopicOf("death"), Payload = Death(), Qos = MqttQos.AtLeastOnce };
    }

    public byte[] Birth(ByteString signedInventory) => new Birth
    {
        SchemaVersion = 1,
        Position = NextPosition(),
        CaptureMs = NowMs,
        SentMs = NowMs,
        ClockQuality = (ClockQuality)clock.Quality,
        CatalogueVersion = (uint)SeedCatalogue.Catalogue.Version,
        SignedInventory = signedInventory,
    }.ToByteArray();

    public InventoryMessage Inventory(ByteString signedInventory) => new()
    {
        SchemaVersion = 1,
        Position = NextPosition(),
        CaptureMs = NowMs,
        SentMs = NowMs,
        ClockQuality = (ClockQuality)clock.Quality,
        SignedInventory = signedInventory,
    };

    public byte[] Death()
    {
        lock (_sync) return new Death { SchemaVersion = 1, Position = _position.Clone() }.ToByteArray();
    }

    public string TopicOf(string type) => $"v1/{vid}/up/{type}";

    private Position NextPosition()
    {
        lock (_sync)
        {
            _position.Seq++;
            return _position.Clone();
        }
    }
}
