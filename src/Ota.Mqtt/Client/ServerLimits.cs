namespace Ota.Mqtt.Client;

/// <summary>What the server said in CONNACK that it takes, with the defaults of 3.2.2.3.</summary>
internal sealed class ServerLimits(ConnackPacket connack, MqttClientOptions options)
{
    public int SendQuota { get; } = Math.Min(options.MaximumInflight, connack.ReceiveMaximum ?? ushort.MaxValue);

    public long MaximumPacketSize { get; } = connack.MaximumPacketSize ?? MqttReaderLimits.LargestPacket;

    public MqttQos MaximumQos { get; } = connack.MaximumQos ?? MqttQos.ExactlyOnce;

    public bool RetainAvailable { get; } = connack.RetainAvailable ?? true;

    public ushort TopicAliasMaximum { get; } = Math.Min(options.OutgoingTopicAliasMaximum, connack.TopicAliasMaximum ?? 0);

    public bool WildcardsAvailable { get; } = connack.WildcardSubscriptionAvailable ?? true;

    public bool IdentifiersAvailable { get; } = connack.SubscriptionIdentifiersAvailable ?? true;

    public bool SharedAvailable { get; } = connack.SharedSubscriptionAvailable ?? true;

    public TimeSpan KeepAlive { get; } = connack.ServerKeepAlive is { } seconds ? TimeSpan.FromSeconds(seconds) : options.KeepAlive;
}
