namespace Ota.Conformance.Suites;

/// <summary>The limits that the broker sets in CONNACK and a client goes past with PUBLISH.</summary>
public abstract class LimitsSuite(BrokerUnderTest broker) : Suite(broker)
{
    [Fact]
    [Clause("MQTT-3.3.4-7", "MQTT-4.13.1-1")]
    public Task PUBLISH_over_the_receive_maximum_ends_the_connection() => Test(async () =>
    {
        (RawClient client, int window) = await WithReceiveMaximumAsync();
        for (int id = 1; id <= window; id++) await OpenExchangeAsync(client, id);
        await client.QuietAsync();
        await client.SendAsync(new Publish(Own("a"), Text("x")) { Qos = 2, PacketId = window + 1 });
        await client.ClosedAsync(Reason.ReceiveMaximumExceeded);
    });

    [Fact]
    [Clause("MQTT-4.9.0-3")]
    public Task PUBCOMP_makes_room_for_another_PUBLISH() => Test(async () =>
    {
        (RawClient client, int window) = await WithReceiveMaximumAsync();
        for (int id = 1; id <= window; id++) await OpenExchangeAsync(client, id);
        for (int id = 1; id <= 5; id++)
        {
            await client.SendAsync(new Ack(PacketType.Pubrel, id));
            await client.ReadAsync(PacketType.Pubcomp);
            await OpenExchangeAsync(client, window + id);
        }

        await client.QuietAsync();
    });

    [Fact]
    [Clause("MQTT-3.2.2-15", "MQTT-4.13.1-1")]
    public Task PUBLISH_far_over_the_maximum_packet_size_ends_the_connection() => Test(async () =>
    {
        (RawClient client, int most) = await WithPacketSizeAsync();
        await client.SendAsync(OfSize(most + 500).Encode(V5));
        await client.ClosedAsync(Reason.PacketTooLarge);
    });

    [Fact]
    [Clause("MQTT-3.2.2-15", "MQTT-4.13.1-1")]
    public Task PUBLISH_one_byte_over_the_maximum_packet_size_ends_the_connection() => Test(async () =>
    {
        (RawClient client, int most) = await WithPacketSizeAsync();
        await client.SendAsync(OfSize(most + 1).Encode(V5));
        await client.ClosedAsync(Reason.PacketTooLarge);
    });

    [Fact]
    [Clause("MQTT-3.2.2-15")]
    public Task PUBLISH_of_exactly_the_maximum_packet_size_is_taken() => Test(async () =>
    {
        (RawClient client, int most) = await WithPacketSizeAsync();
        byte[] packet = OfSize(most).Encode(V5);
        packet.Should().HaveCount(most);
        await client.SendAsync(packet);
        await client.QuietAsync();
    });

    [Fact]
    [Clause311("MQTT-4.8.0-1")]
    public Task PUBLISH_of_3_1_1_over_the_maximum_packet_size_ends_the_connection() => Test(async () =>
    {
        (_, int most) = await WithPacketSizeAsync();
        RawClient client = await ConnectAsync(V4);
        await client.SendAsync(OfSize(most + 500).Encode(V4));
        await client.EndAsync();
    });

    private async Task OpenExchangeAsync(RawClient client, int packetId)
    {
        await client.SendAsync(new Publish(Own("a"), Text("x")) { Qos = 2, PacketId = packetId });
        await client.ReadAsync(PacketType.Pubrec);
    }

    private Publish OfSize(int size)
    {
        int lengthBytes = size < 128 ? 1 : size < 16_384 + 3 ? 2 : size < 2_097_152 + 4 ? 3 : 4;
        return new Publish(Own("a"), new byte[size - 1 - lengthBytes - 2 - Own("a").Length - 1]);
    }

    private async Task<(RawClient Client, int Window)> WithReceiveMaximumAsync()
    {
        (RawClient client, Received connack) = await ConnectWithAnswerAsync();
        int window = (int)(connack.Properties.Number(PropertyId.ReceiveMaximum) ?? 65_535);
        window.Should().BeLessThan(10_000, "there must be a limit to go past: start the broker with one");
        return (client, window);
    }

    private async Task<(RawClient Client, int Most)> WithPacketSizeAsync()
    {
        (RawClient client, Received connack) = await ConnectWithAnswerAsync();
        uint? most = connack.Properties.Number(PropertyId.MaximumPacketSize);
        most.Should().NotBeNull("there must be a limit to go past: start the broker with one");
        return (client, (int)most!.Value);
    }
}
