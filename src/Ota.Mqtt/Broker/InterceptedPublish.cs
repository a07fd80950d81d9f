namespace Ota.Mqtt.Broker;

/// <summary>A publish in the hands of an interceptor. Its bytes are pooled: do not touch them after <see cref="Complete"/>.</summary>
public sealed class InterceptedPublish : IMqttHeldMessage
{
    private readonly MqttBroker _broker;
    private readonly MqttSession _session;
    private readonly BrokerMessage _message;
    private readonly bool _forward;
    private int _isComplete;

    internal InterceptedPublish(
        MqttBroker broker, MqttConnection connection, MqttSession session, BrokerMessage message, ushort packetId, bool forward)
    {
        _broker = broker;
        _session = session;
        _message = message;
        _forward = forward;
        Connection = connection;
        Client = connection.Client;
        PacketId = packetId;
    }

    /// <summary>A will: nobody waits for its answer.</summary>
    internal InterceptedPublish(MqttBroker broker, MqttClientInfo client, MqttSession session, BrokerMessage message, bool forward)
    {
        _broker = broker;
        _session = session;
        _message = message;
        _forward = forward;
        Client = client;
    }

    /// <summary>Who published it.</summary>
    public MqttClientInfo Client { get; }

    /// <summary>The topic name in UTF-8.</summary>
    public ReadOnlySpan<byte> Topic => _message.Topic;

    /// <summary>The application message.</summary>
    public ReadOnlyMemory<byte> Payload => _message.Payload;

    /// <summary>The delivery guarantee that the client asked for.</summary>
    public MqttQos Qos => _message.Qos;

    /// <summary>Whether the client wants it retained.</summary>
    public bool Retain => _message.Retain;

    /// <summary>The forwarded properties: all but topic alias, subscription identifiers and message expiry.</summary>
    public MqttPropertyReader GetProperties() => new(_message.Properties);

    internal ushort PacketId { get; }

    internal int Size => _message.Size;

    /// <summary>Under the session's gate: the connection that waits for the answer, none for a will, and the place of the answer in its order.</summary>
    internal MqttConnection? Connection { get; set; }

    internal long Position { get; set; }

    /// <summary>
    /// Says what became of the message. A failure goes out as the reason code of PUBACK or PUBREC; MQTT 3.1.1 has none, so there the
    /// connection is closed instead and the client sends the message again: complete what can never succeed with success.
    /// </summary>
    /// <param name="reason">A code that PUBACK can carry.</param>
    /// <param name="text">With a failure, one sentence for a person who diagnoses; null for none.</param>
    /// <exception cref="InvalidOperationException">It is complete already.</exception>
    /// <exception cref="ArgumentException">The text is not a string that MQTT can carry (1.5.4).</exception>
    public void Complete(ReasonCode reason = ReasonCode.Success, string? text = null)
    {
        if (text is not null)
            MqttText.Measure(text); // Now, and not on the way out, where nobody is left who could be told.
        if (!TryComplete(reason, text))
            throw new InvalidOperationException("The message has been completed already.");
    }

    internal bool TryComplete(ReasonCode reason, string? text)
    {
        if (Interlocked.Exchange(ref _isComplete, 1) != 0)
            return false;
        if (!ReasonCodes.IsAllowed(MqttPacketType.Puback, (byte)reason, MqttSender.Server))
            reason = ReasonCode.ImplementationSpecificError;
        if (_forward && !reason.IsFailure())
            reason = Forward(reason, ref text);
        if (Connection is not null)
            _session.Answer(this, reason, reason.IsFailure() ? text : null);
        _message.Release();
        return true;
    }

    private ReasonCode Forward(ReasonCode reason, ref string? text)
    {
        FanOut fanOut = new(_broker);
        Publication publication = Publication.Of(_message, _session);
        _broker.Route(ref publication, fanOut, out ReasonCode routed);
        publication.Dispose();
        fanOut.Flush();
        if (!routed.IsFailure())
            return reason;
        text = RetainedStore.IsFull;
        return routed;
    }
}
