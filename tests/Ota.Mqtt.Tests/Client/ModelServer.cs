namespace Ota.Mqtt.Tests.Client;

/// <summary>A server for the model test: it keeps a session as the specification says and checks what a client may not do.</summary>
internal sealed class ModelServer(int quota)
{
    private readonly Dictionary<ushort, int> _session = []; // QoS 2 identifiers received and not released.
    private readonly HashSet<ushort> _inFlight = []; // Identifiers of this session that a client may not give to another message.
    private readonly Dictionary<ushort, int> _messages = [];
    private int _unanswered;

    /// <summary>What was delivered in this session, as (number, QoS).</summary>
    public List<(int Number, MqttQos Qos)> Delivered { get; } = [];

    public void Connect(bool resumed)
    {
        _unanswered = 0;
        if (resumed)
            return;
        _session.Clear();
        _inFlight.Clear();
        _messages.Clear();
        Delivered.Clear();
    }

    /// <summary>The client has put PUBLISH on the wire; whether it arrives is decided later.</summary>
    public void Sending(ushort id, int number, bool duplicate)
    {
        (++_unanswered).Should().BeLessThanOrEqualTo(quota, "the receive maximum is kept");
        id.Should().NotBe(0);
        if (duplicate)
            _messages[id].Should().Be(number, "a repetition has the identifier of its message");
        else
            _inFlight.Add(id).Should().BeTrue("an identifier in flight is not used for another message");
        _messages[id] = number;
    }

    public AckPacket Receive(ushort id, int number, MqttQos qos)
    {
        if (qos == MqttQos.AtLeastOnce)
        {
            Delivered.Add((number, qos));
            return Answer(MqttPacketType.Puback, id);
        }
        if (_session.TryAdd(id, number))
            Delivered.Add((number, qos));
        else
            _session[id].Should().Be(number, "else the server takes a new message for an old one");
        return Answer(MqttPacketType.Pubrec, id);
    }

    public AckPacket Release(ushort id) =>
        Answer(MqttPacketType.Pubcomp, id, _session.Remove(id) ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound);

    /// <summary>The answer has reached the client.</summary>
    public void Answered(AckPacket answer)
    {
        if (answer.Type == MqttPacketType.Pubrec)
            return;
        _inFlight.Remove(answer.PacketId);
        _unanswered = Math.Max(0, _unanswered - 1);
    }

    private static AckPacket Answer(MqttPacketType type, ushort id, ReasonCode reason = ReasonCode.Success) => new(type, id, reason, default);
}
