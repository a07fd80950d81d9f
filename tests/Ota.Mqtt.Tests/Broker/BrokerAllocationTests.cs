namespace Ota.Mqtt.Tests.Broker;

/// <summary>Counts for the whole process, so nothing runs beside it.</summary>
[Collection("Measured alone")]
public sealed class BrokerAllocationTests
{
    private const int Batch = 500;
    private const int Batches = 200;

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task A_QoS_1_publish_without_subscriber_allocates_nothing(MqttProtocolVersion version)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient client = await host.ConnectAsync(new ConnectPacket { Version = version });
        byte[] publishes = [.. Enumerable.Range(1, Batch).SelectMany(id =>
            new TestPacket(TestClient.Message("v1/x/up/tm", new string('x', 100), MqttQos.AtLeastOnce, (ushort)id), version).Encode())];
        byte[] answers = new byte[Batch * (version == MqttProtocolVersion.V311 ? 4 : 6)];
        for (int i = 0; i < 50; i++)
            await client.ExchangeAsync(publishes, answers);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < Batches; i++)
            await client.ExchangeAsync(publishes, answers);
        double each = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)(Batch * Batches);
        each.Should().BeLessThan(4, "what a read costs is shared by its publishes, client included");
    }
}
