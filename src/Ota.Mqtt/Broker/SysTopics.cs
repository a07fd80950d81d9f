using System.Globalization;
using System.Text;

namespace Ota.Mqtt.Broker;

/// <summary>Publishes the broker's counters as retained messages under <c>$SYS/broker/</c>, by the names that clients know.</summary>
internal sealed class SysTopics(MqttBroker broker)
{
    private readonly long _interval = (long)broker.Options.SysInterval.TotalMilliseconds;
    private long _publishedAt = long.MinValue / 2;

    public void Tick(long now)
    {
        if (_interval == 0 || now - _publishedAt < _interval)
            return;
        _publishedAt = now;
        BrokerCounters counters = broker.Counters;
        int connected = broker.Sessions.Connected;
        Put("uptime", now / 1000);
        Put("clients/connected", connected);
        Put("clients/disconnected", broker.SessionCount - connected);
        Put("clients/total", broker.SessionCount);
        Put("subscriptions/count", broker.SubscriptionCount);
        Put("retained messages/count", broker.RetainedCount);
        Put("publish/messages/received", counters.MessagesReceived);
        Put("publish/messages/sent", counters.MessagesSent);
        Put("publish/messages/dropped", counters.MessagesDropped);
        Put("store/messages/count", counters.MessagesWaiting);
        Put("store/messages/bytes", counters.BytesWaiting);
    }

    private void Put(string name, long value) => broker.Publish(
        "$SYS/broker/" + name,
        Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture)),
        MqttQos.AtMostOnce,
        retain: true);
}
