using System.Text;

namespace Ota.Mqtt.Broker;

/// <summary>A filter taken apart: the share name, if it has one, and the filter to match with.</summary>
internal readonly record struct FilterName(string? Share, byte[] Filter)
{
    public static FilterName Parse(string filter)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(filter);
        // MQTT 3.1.1 does not know shared subscriptions, but its clients may use them all the same.
        return TopicFilter.TryParseShared(bytes, out ReadOnlySpan<byte> share, out ReadOnlySpan<byte> inner)
            ? new FilterName(Encoding.UTF8.GetString(share), inner.ToArray())
            : new FilterName(null, bytes);
    }
}
