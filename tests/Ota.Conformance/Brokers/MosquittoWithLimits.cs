namespace Ota.Conformance.Brokers;

/// <summary>mosquitto with limits that it announces: the limits suite needs some to go past.</summary>
public sealed class MosquittoWithLimits : Mosquitto
{
    protected override string Settings =>
        """
        max_inflight_messages 10
        max_queued_messages 0
        max_packet_size 2000
        max_keepalive 30
        """;
}
