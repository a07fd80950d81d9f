using System.Text;
using Ota.Mqtt;
using Ota.Mqtt.Broker;

namespace Ota.Server.Bridge;

/// <summary>
/// Filters that nobody may subscribe to; everything else is open. It keeps nothing secret, since a wider filter may match the same topics:
/// it is there to see how clients take a refusal.
/// </summary>
internal sealed class ClosedFilters(IEnumerable<string> filters) : ITopicAccess
{
    private readonly byte[][] _filters = [.. filters.Select(filter => Encoding.UTF8.GetBytes(filter))];

    public bool MayPublish(ReadOnlySpan<byte> topic) => true;

    public bool MaySubscribe(ReadOnlySpan<byte> filter)
    {
        foreach (byte[] closed in _filters)
        {
            if (TopicFilter.Matches(closed, filter))
                return false;
        }
        return true;
    }

    // It is closed to everyone, so the client has not failed to be authorized.
    public MqttRefusal RefuseSubscribe(ReadOnlySpan<byte> filter) =>
        new(ReasonCode.UnspecifiedError, "Nobody may subscribe to this filter.");
}
