namespace Ota.Conformance.Wire;

/// <summary>Whole exchanges that most tests begin with, done right.</summary>
public static class Dialogue
{
    /// <summary>CONNECT, accepted.</summary>
    public static async Task<Received> ConnectAsync(this RawClient client, Connect connect)
    {
        await client.SendAsync(connect);
        Received connack = await client.ReadAsync(PacketType.Connack);
        return connack.Code == 0 ? connack : throw new BrokerDeviationException($"The broker refused: {connack}.");
    }

    public static async Task<Received> SubscribeAsync(this RawClient client, params Filter[] filters)
    {
        Subscribe subscribe = new(filters) { PacketId = client.NextPacketId() };
        await client.SendAsync(subscribe);
        return await client.ReadAsync(PacketType.Suback);
    }

    public static async Task<Received> UnsubscribeAsync(this RawClient client, params string[] filters)
    {
        Unsubscribe unsubscribe = new(filters) { PacketId = client.NextPacketId() };
        await client.SendAsync(unsubscribe);
        return await client.ReadAsync(PacketType.Unsuback);
    }

    /// <summary>PUBLISH with all of its acknowledgements; QoS 0 is followed by a ping, so that the broker has taken it.</summary>
    public static async Task PublishAsync(this RawClient client, Publish publish)
    {
        int packetId = publish.PacketId ?? client.NextPacketId();
        await client.SendAsync(publish with { PacketId = packetId });
        switch (publish.Qos)
        {
            case 0: await client.QuietAsync(); break;
            case 1: await client.ReadAsync(PacketType.Puback); break;
            default:
                await client.ReadAsync(PacketType.Pubrec);
                await client.SendAsync(new Ack(PacketType.Pubrel, packetId));
                await client.ReadAsync(PacketType.Pubcomp);
                break;
        }
    }

    /// <summary>Reads a PUBLISH and acknowledges it as its QoS asks.</summary>
    public static async Task<Received> DeliveredAsync(this RawClient client)
    {
        Received publish = await client.ReadAsync(PacketType.Publish);
        if (publish.Qos == 1) await client.SendAsync(new Ack(PacketType.Puback, publish.PacketId));
        if (publish.Qos != 2) return publish;
        await client.SendAsync(new Ack(PacketType.Pubrec, publish.PacketId));
        await client.ReadAsync(PacketType.Pubrel);
        await client.SendAsync(new Ack(PacketType.Pubcomp, publish.PacketId));
        return publish;
    }

    /// <summary>DISCONNECT, and the broker closes.</summary>
    public static async Task DisconnectAsync(this RawClient client, int? reason = null, params byte[][] properties)
    {
        await client.SendAsync(new Closing(PacketType.Disconnect) { Reason = reason, Properties = properties });
        await client.DropAsync();
    }
}
