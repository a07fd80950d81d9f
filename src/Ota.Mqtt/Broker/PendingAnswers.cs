namespace Ota.Mqtt.Broker;

/// <summary>
/// The answers that one connection owes, in the order in which the publishes came (MQTT-4.6.0-2, MQTT-4.6.0-3). Exists only where
/// publishes are intercepted. Used under the session's gate.
/// </summary>
internal sealed class PendingAnswers
{
    private Answer[] _answers = new Answer[16];
    private long _first;
    private long _end;

    public int Count => (int)(_end - _first);

    /// <summary>Publishes of QoS 1 among them.</summary>
    public int Pubacks { get; private set; }

    public bool IsReady => Count > 0 && At(_first).IsDone;

    /// <summary>The position by which to complete it later.</summary>
    public long Add(MqttPacketType type, ushort packetId, ReasonCode? reason, string? text)
    {
        if (Count == _answers.Length)
            Grow();
        At(_end) = new Answer(type, packetId, reason ?? ReasonCode.Success, text, reason is not null);
        Pubacks += type == MqttPacketType.Puback ? 1 : 0;
        return _end++;
    }

    /// <summary>True when answers can leave now that could not before.</summary>
    public bool Complete(long position, ReasonCode reason, string? text)
    {
        ref Answer answer = ref At(position);
        answer = answer with { Reason = reason, Text = text, IsDone = true };
        return position == _first;
    }

    public Answer Take()
    {
        Answer answer = At(_first++);
        Pubacks -= answer.Type == MqttPacketType.Puback ? 1 : 0;
        return answer;
    }

    private ref Answer At(long position) => ref _answers[(int)(position & (_answers.Length - 1))];

    private void Grow()
    {
        Answer[] larger = new Answer[_answers.Length * 2];
        for (long i = _first; i < _end; i++)
            larger[(int)(i & (larger.Length - 1))] = At(i);
        _answers = larger;
    }

    public readonly record struct Answer(MqttPacketType Type, ushort PacketId, ReasonCode Reason, string? Text, bool IsDone);
}
