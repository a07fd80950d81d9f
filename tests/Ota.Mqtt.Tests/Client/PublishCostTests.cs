using System.Buffers;
using Ota.Mqtt.Client;

namespace Ota.Mqtt.Tests.Client;

/// <summary>What a publish costs its caller's thread once everything is warm.</summary>
public sealed class PublishCostTests
{
    private const int Rounds = 2000;

    [Fact]
    public void A_QoS_1_publish_and_its_acknowledgement_allocate_nothing()
    {
        OutgoingWindow window = new(new PacketIds());
        PublishPool pool = new(10);
        MqttMessage message = new() { Topic = "v1/3b1f0c/up/tm", Payload = new ReadOnlySequence<byte>(new byte[100]), Qos = MqttQos.AtLeastOnce };
        window.Resume(quota: 10);
        Allocated.PerRound(() =>
        {
            PendingPublish publish = pool.Take();
            publish.Begin(message, [], expiresAt: null);
            ValueTask<PublishResult> awaitable = publish.Awaitable;
            window.Accept(publish);
            PendingPublish next = window.Next(default, 0)!;
            next.Stage = PublishStage.Published;
            window.Acknowledge(next.PacketId, new PublishResult(ReasonCode.Success));
            TakeResult(awaitable);
        }).Should().Be(0);
    }

    [Fact]
    public async Task A_QoS_0_publish_allocates_nothing_but_the_transports_buffers()
    {
        using ScriptedServer server = new();
        await using MqttClient client = new(new MqttClientOptions { Port = server.Port, ClientId = "me", MaximumBuffered = 16 * 1024 * 1024 });
        Task<ConnackPacket> connecting = client.ConnectAsync();
        ScriptedConnection connection = await server.WelcomeAsync(new ConnackPacket { TopicAliasMaximum = 4 });
        await connecting.Soon();
        byte[] payload = new byte[100];
        // An object for each publish would show in every run; the pipe's segments come from a pool that the first run fills.
        long least = long.MaxValue;
        for (int run = 0; run < 6; run++)
        {
            long allocated = AllocatedBy(client, payload);
            if (run > 0)
                least = Math.Min(least, allocated / Rounds);
            for (int i = 0; i < Rounds; i++)
                await connection.ReadAsync<TestPublish>(); // What has arrived here has left the pipe.
        }
        least.Should().BeLessThan(24, "that is the smallest object");
    }

    private static long AllocatedBy(MqttClient client, byte[] payload)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Publish(client, payload);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static int TakeResult(ValueTask<PublishResult> publish) =>
        publish.IsCompleted && publish.GetAwaiter().GetResult().IsSuccess ? 1 : 0;

    private static void Publish(MqttClient client, byte[] payload)
    {
        int done = 0;
        for (int i = 0; i < Rounds; i++)
            done += TakeResult(client.PublishAsync("v1/3b1f0c/up/tm", payload));
        if (done != Rounds)
            throw new InvalidOperationException("A publish had to wait, so this measures something else.");
    }
}
