namespace Ota.Mqtt.Broker;

/// <summary>A CONNECT that was accepted, with what broker and client have agreed on.</summary>
internal sealed record AcceptedConnect(ConnectPacket Packet, MqttClientInfo Client, ITopicAccess? Access)
{
    public MqttProtocolVersion Version => Packet.Version;

    public required string? AssignedClientId { get; init; }

    /// <summary>Seconds; <see cref="uint.MaxValue"/> means never.</summary>
    public required uint ExpiryInterval { get; init; }

    public required uint MaxExpiryInterval { get; init; }

    /// <summary>Seconds; 0 means that silence is allowed.</summary>
    public required ushort KeepAlive { get; init; }

    public required ushort Window { get; init; }

    public AnswerTerms Terms { get; } = AnswerTerms.Of(Packet);

    /// <summary>Null when the client does not take a CONNACK of this size (MQTT-3.1.2-24).</summary>
    public ConnackPacket? Answer(MqttBrokerOptions options, bool isPresent)
    {
        if (Version == MqttProtocolVersion.V311)
            return new ConnackPacket { SessionPresent = isPresent };
        ConnackPacket whole = Describe(options, isPresent);
        // 3.1.2.11.6: to give the response information is up to the server.
        return (ConnackPacket?)(Terms.Fit(whole) ?? Terms.Fit(whole with { ResponseInformation = null }));
    }

    private ConnackPacket Describe(MqttBrokerOptions options, bool isPresent)
    {
        bool wantsResponse = Packet.RequestResponseInformation == true && options.ResponseInformation is not null;
        return new ConnackPacket
        {
            SessionPresent = isPresent,
            AssignedClientIdentifier = AssignedClientId,
            SessionExpiryInterval = ExpiryInterval == (Packet.SessionExpiryInterval ?? 0) ? null : ExpiryInterval,
            ServerKeepAlive = KeepAlive == Packet.KeepAlive ? null : KeepAlive, // MQTT-3.2.2-21
            ReceiveMaximum = options.ReceiveMaximum == ushort.MaxValue ? null : options.ReceiveMaximum,
            MaximumPacketSize = (uint)options.MaxPacketSize,
            TopicAliasMaximum = options.TopicAliasMaximum == 0 ? null : options.TopicAliasMaximum,
            ResponseInformation = wantsResponse ? options.ResponseInformation!(Client) : null,
        };
    }
}
