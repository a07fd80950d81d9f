namespace Ota.Mqtt.Client;

/// <summary>A SUBSCRIBE or UNSUBSCRIBE and the awaitable of its caller.</summary>
internal sealed class PendingRequest(SubscribePacket? subscribe, UnsubscribePacket? unsubscribe)
{
    private readonly TaskCompletionSource<ControlPacket> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SubscribePacket? Subscribe => subscribe;

    public UnsubscribePacket? Unsubscribe => unsubscribe;

    /// <summary>Made by the client after the loss of a session: nobody awaits it, and it is not repeated.</summary>
    public bool IsOwn { get; init; }

    public ushort PacketId { get; set; }

    public long SentAt { get; set; }

    public Task<ControlPacket> Answer => _answer.Task;

    public int Filters => subscribe?.Subscriptions.Count ?? unsubscribe!.Filters.Count;

    public ControlPacket ToPacket() => subscribe is not null
        ? subscribe with { PacketId = PacketId }
        : unsubscribe! with { PacketId = PacketId };

    public int Size(MqttProtocolVersion version) => MqttWriter.GetSize(
        subscribe is not null ? subscribe with { PacketId = 1 } : unsubscribe! with { PacketId = 1 }, version);

    public void Complete(ControlPacket answer) => _answer.TrySetResult(answer);

    public void Fail(MqttClientException exception)
    {
        if (!IsOwn)
            _answer.TrySetException(exception.Again());
    }
}
