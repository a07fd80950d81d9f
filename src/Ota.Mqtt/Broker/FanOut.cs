using Ota.Mqtt.Transport;

namespace Ota.Mqtt.Broker;

/// <summary>
/// Brings messages to their receivers for one publisher, and remembers whom it has written to, so that each is flushed once for all
/// messages of one read.
/// </summary>
internal sealed class FanOut(MqttBroker broker)
{
    private readonly List<MqttConnection> _dirty = [];

    public MqttBroker Broker => broker;

    /// <summary>The number of sessions that took the message.</summary>
    public int Send(ref Publication publication, Receivers receivers)
    {
        int taken = 0;
        foreach (Receiver receiver in receivers.Direct)
        {
            Delivery? delivery = receiver.Session == publication.Publisher ? receiver.Own : receiver.Delivery;
            if (delivery is not null && receiver.Session.Deliver(ref publication, delivery, this))
                taken++;
        }
        foreach (SharedGroup group in receivers.Shared)
        {
            if (group.Deliver(ref publication, this))
                taken++;
        }
        return taken;
    }

    /// <summary>Called under the receiver's gate after something was written to it.</summary>
    public void MarkDirty(MqttConnection connection, ConnectionOutput output)
    {
        if (output.IsDirty)
            return;
        output.IsDirty = true;
        _dirty.Add(connection);
    }

    /// <summary>To be called before anything is awaited: until then nobody else flushes what was written here.</summary>
    public void Flush()
    {
        if (_dirty.Count == 0)
            return;
        foreach (MqttConnection connection in _dirty)
        {
            if (!EventLoop.TryAtEndOfTurn(connection))
                connection.EndTurn();
        }
        _dirty.Clear();
    }
}
