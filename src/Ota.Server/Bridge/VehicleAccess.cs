using System.Text;
using Ota.Core.Vehicles;
using Ota.Mqtt;
using Ota.Mqtt.Broker;

namespace Ota.Server.Bridge;

/// <summary>What one vehicle may do: publish the known types below its own <c>up</c>, subscribe below its own <c>down</c>.</summary>
internal sealed class VehicleAccess(Vid vid, ITopicAccess own, BridgeMetrics metrics) : ITopicAccess
{
    private readonly byte[] _up = Encoding.UTF8.GetBytes($"v1/{vid}/up/");

    // Asked once for each message and each will, so this is where refusals are counted.
    public bool MayPublish(ReadOnlySpan<byte> topic)
    {
        bool isOwn = topic.StartsWith(_up);
        if (isOwn && IsKnown(topic[_up.Length..])) return true;
        metrics.Refused(isOwn ? Refusal.UnknownType : Refusal.ForeignTopic);
        return false;
    }

    public bool MaySubscribe(ReadOnlySpan<byte> filter)
    {
        if (own.MaySubscribe(filter)) return true;
        metrics.Refused(Refusal.ForeignFilter);
        return false;
    }

    public MqttRefusal RefusePublish(ReadOnlySpan<byte> topic) => new(ReasonCode.NotAuthorized, topic.StartsWith(_up)
        ? "The last level is none of birth, inv, tm, dtc, ota and death."
        : "A vehicle publishes below v1/VID/up of its own only.");

    private static bool IsKnown(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("tm"u8) || type.SequenceEqual("ota"u8) || type.SequenceEqual("dtc"u8)
        || type.SequenceEqual("inv"u8) || type.SequenceEqual("birth"u8) || type.SequenceEqual("death"u8);
}
