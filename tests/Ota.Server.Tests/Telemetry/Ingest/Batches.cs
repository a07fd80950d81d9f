using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;
using Ota.Mqtt;
using Ota.Mqtt.Client;

namespace Ota.Server.Tests.Telemetry.Ingest;

/// <summary>What a vehicle publishes.</summary>
internal static class Batches
{
    public const string Vid = "00112233445566778899aabbccddeeff";

    public const string Speed = "Vehicle.Speed";

    public static readonly BootId Boot = BootId.TryParse("0123456789abcdef0123456789abcdef", out BootId id) ? id : default;

    public static int SpeedId => SeedCatalogue.Catalogue.Find(Speed)!.Id;

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public static string Topic(string vid = Vid) => $"v1/{vid}/up/tm";

    public static BatchHeader Header(ulong seq, long? capture = null) => new()
    {
        BootId = Boot,
        Stream = 1,
        Seq = seq,
        CaptureMs = capture ?? Now - 1000,
        MonotonicMs = 1000 * seq,
        SentMs = capture is null ? Now : capture.Value + 1000,
        ClockQuality = ClockQuality.Gnss,
    };

    /// <summary>A batch of speeds, 100 ms apart.</summary>
    public static byte[] Of(BatchHeader header, params double[] speeds)
    {
        BatchBuilder builder = new(SeedCatalogue.Catalogue);
        for (int i = 0; i < speeds.Length; i++) builder.Add(SpeedId, header.CaptureMs + (100 * i), speeds[i]).Should().Be(ValueProblem.None);
        return builder.Build(header);
    }

    public static async Task<MqttClient> ConnectAsync(this OtaServer server)
    {
        MqttClient client = new(new MqttClientOptions { Port = server.Endpoints.GetProperty("mqtt").GetInt32(), ClientId = Vid });
        await client.ConnectAsync();
        return client;
    }

    /// <summary>Publishes and waits for the acknowledgement.</summary>
    public static async Task<PublishResult> SendAsync(this MqttClient client, byte[] payload, string? topic = null) =>
        await client.PublishAsync(topic ?? Topic(), payload, MqttQos.AtLeastOnce);
}
