using System.Numerics;

namespace Ota.Mqtt.Broker;

/// <summary>
/// The messages of QoS 1 and 2 that a client has not finished with, by packet identifier. Identifiers go round, so a table indexed by
/// their low bits finds each without searching; it starts small and grows with what is in flight.
/// </summary>
internal sealed class InflightWindow
{
    private const int Smallest = 4;

    private InflightSlot[] _slots = [];
    private ushort[] _resend = []; // Identifiers in the order of their first sending.
    private int _resent;
    private long _order;
    private ushort _lastId;

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Slots that are waiting to be sent again on the present connection.</summary>
    public int Unsent { get; private set; }

    /// <summary>Takes over the message's reference and gives it an identifier that is not in use (MQTT-2.2.1-3).</summary>
    public ushort Add(in QueuedMessage content)
    {
        if (Count == _slots.Length)
            Grow();
        int mask = _slots.Length - 1;
        do
            _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
        while (_slots[_lastId & mask].State != InflightState.Free);
        ref InflightSlot slot = ref _slots[_lastId & mask];
        slot.Content = content;
        slot.Order = ++_order;
        slot.PacketId = _lastId;
        slot.State = content.Qos == MqttQos.ExactlyOnce ? InflightState.Pubrec : InflightState.Puback;
        slot.IsSent = true;
        Count++;
        Bytes += content.Message.Size;
        return _lastId;
    }

    /// <summary>PUBACK, or PUBREC or PUBCOMP that ends an exchange; the caller releases the message, if there still is one.</summary>
    public bool TryFinish(ushort packetId, InflightState state, out BrokerMessage? message)
    {
        message = null;
        if (!TryFind(packetId, state, out int index))
            return false;
        ref InflightSlot slot = ref _slots[index];
        message = slot.Content.Message;
        Bytes -= message?.Size ?? 0;
        if (!slot.IsSent)
            Unsent--;
        slot = default;
        Count--;
        return true;
    }

    /// <summary>PUBREC: from here on only the identifier counts (4.3.3); the caller releases the message.</summary>
    public bool TryReceive(ushort packetId, out BrokerMessage? message)
    {
        message = null;
        if (!TryFind(packetId, InflightState.Pubrec, out int index))
            return TryFind(packetId, InflightState.Pubcomp, out _);
        ref InflightSlot slot = ref _slots[index];
        message = slot.Content.Message;
        Bytes -= message.Size;
        slot.Content = slot.Content with { Message = null! };
        slot.State = InflightState.Pubcomp;
        if (!slot.IsSent)
        {
            slot.IsSent = true;
            Unsent--;
        }
        return true;
    }

    /// <summary>The connection is new: everything has to be sent again (MQTT-4.4.0-1).</summary>
    public void BeginResend()
    {
        Unsent = Count;
        _resent = 0;
        _resend = Count == 0 ? [] : [.. InOrder().Select(slot => slot.PacketId)];
        for (int i = 0; i < _slots.Length; i++)
            _slots[i].IsSent = false;
    }

    /// <summary>The oldest slot that has not been sent on this connection (MQTT-4.6.0-1), marked as sent.</summary>
    public InflightSlot NextUnsent()
    {
        while (true)
        {
            ushort packetId = _resend[_resent++];
            ref InflightSlot slot = ref _slots[packetId & (_slots.Length - 1)];
            if (slot.State == InflightState.Free || slot.PacketId != packetId || slot.IsSent)
                continue; // Finished in the meantime.
            slot.IsSent = true;
            if (--Unsent == 0)
                _resend = [];
            return slot;
        }
    }

    /// <summary>Empties the window in the order of sending.</summary>
    public IEnumerable<InflightSlot> TakeAll()
    {
        InflightSlot[] all = [.. InOrder()];
        _slots = [];
        Count = 0;
        Unsent = 0;
        Bytes = 0;
        return all;
    }

    private IEnumerable<InflightSlot> InOrder() =>
        _slots.Where(slot => slot.State != InflightState.Free).OrderBy(slot => slot.Order);

    private bool TryFind(ushort packetId, InflightState state, out int index)
    {
        index = packetId & (_slots.Length - 1);
        return _slots.Length > 0 && _slots[index].PacketId == packetId && _slots[index].State == state;
    }

    private void Grow()
    {
        InflightSlot[] old = _slots;
        _slots = new InflightSlot[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(Smallest, old.Length * 2))];
        foreach (InflightSlot slot in old)
            _slots[slot.PacketId & (_slots.Length - 1)] = slot;
    }
}
