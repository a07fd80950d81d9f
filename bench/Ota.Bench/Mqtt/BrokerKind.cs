namespace Ota.Bench.Mqtt;

/// <summary>The names that --brokers takes.</summary>
internal static class BrokerKind
{
    public const string Ours = "ours";

    public const string Mosquitto = "mosquitto";

    /// <summary>A Kestrel handler that answers PUBACK and does nothing else: what a broker on Kestrel can reach at most.</summary>
    public const string Bare = "bare";

    public static readonly string[] All = [Ours, Mosquitto, Bare];
}
