namespace Ota.Mqtt.Client;

/// <summary>
/// The incoming half of the session state: what was received and not acknowledged, in order of arrival, and the QoS 2 identifiers
/// whose PUBREL has not come. Pure: it says what to answer and does not send.
/// </summary>
internal sealed class IncomingWindow(int most)
{
    private readonly Dictionary<ushort, MqttReceivedMessage> _open = [];
    private readonly Queue<MqttReceivedMessage> _order = [];
    private readonly Dictionary<ushort, MqttReceivedMessage> _earlier = []; // Open when the connection was lost.

    // MQTT-4.3.3-10: a repetition of these is answered and not delivered. It has DUP set (MQTT-3.3.1-1); without it the identifier is
    // used anew, by a broker whose crash cost it the end of the exchange, and the message would be lost if it were taken for known.
    private readonly HashSet<ushort> _taken = [];

    /// <summary>Messages of this connection whose acknowledgement has not gone out.</summary>
    public int Undecided => _order.Count;

    /// <summary>Starts a connection.</summary>
    public void Begin(bool resumed)
    {
        foreach (MqttReceivedMessage message in _order)
            _earlier[message.PacketId] = message;
        _order.Clear();
        _open.Clear();
        if (resumed)
            return;
        _earlier.Clear();
        _taken.Clear();
    }

    /// <summary>Takes note of a QoS 1 or 2 message and says what to do with it.</summary>
    public Arrival Arrive(MqttReceivedMessage message, bool mayRepeat)
    {
        ushort id = message.PacketId;
        if (_open.TryGetValue(id, out MqttReceivedMessage? open))
        {
            // Only 3.1.1 leaves it open whether a server may send again on the same connection (5.0: MQTT-4.4.0-1).
            if (mayRepeat && message.Duplicate && open.IsSameAs(message))
                return Arrival.Known;
            throw new MqttProtocolException(ReasonCode.ProtocolError, "PUBLISH uses an identifier that is not acknowledged yet (2.2.1).");
        }
        if (message.Qos == MqttQos.ExactlyOnce && message.Duplicate && _taken.Contains(id))
            return Arrival.Taken;
        return Join(message);
    }

    /// <summary>Notes the caller's decision.</summary>
    public static void Decide(MqttReceivedMessage message, ReasonCode reason) => message.Decision ??= reason;

    /// <summary>The next message whose acknowledgement is due (MQTT-4.6.0-2, MQTT-4.6.0-3), or null.</summary>
    public MqttReceivedMessage? TakeDecided()
    {
        if (!_order.TryPeek(out MqttReceivedMessage? message) || message.Decision is not { } reason)
            return null;
        _order.Dequeue();
        _open.Remove(message.PacketId);
        if (message.Qos == MqttQos.ExactlyOnce && !reason.IsFailure())
            _taken.Add(message.PacketId);
        return message;
    }

    /// <summary>PUBREL: returns the code for PUBCOMP.</summary>
    public ReasonCode Release(ushort id)
    {
        if (_open.TryGetValue(id, out MqttReceivedMessage? open))
            throw new MqttProtocolException(
                ReasonCode.ProtocolError, $"PUBREL came before the PUBREC of a QoS {(int)open.Qos} message (4.3.3).");
        return _taken.Remove(id) ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound;
    }

    private Arrival Join(MqttReceivedMessage message)
    {
        // The same message again on a later connection: its reader has it already, and its answer is the answer to this one.
        bool known = _earlier.Remove(message.PacketId, out MqttReceivedMessage? earlier) && earlier.IsSameAs(message);
        MqttReceivedMessage kept = known ? earlier! : message;
        Bound();
        _open.Add(kept.PacketId, kept);
        _order.Enqueue(kept);
        return known ? Arrival.Known : Arrival.New;
    }

    /// <summary>What a server has dropped never comes again; it must not stay for ever.</summary>
    private void Bound()
    {
        while (_earlier.Count > 0 && _earlier.Count + _open.Count >= most)
            _earlier.Remove(_earlier.Keys.First());
    }
}
