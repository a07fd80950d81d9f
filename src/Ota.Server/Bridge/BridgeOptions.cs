using System.Text;
using Ota.Mqtt;
using Ota.Mqtt.Broker;
using Ota.Server.Settings;

namespace Ota.Server.Bridge;

/// <summary>The limits of the embedded broker that an operator may want to change.</summary>
internal sealed record BridgeOptions
{
    public static readonly Setting[] Settings =
    [
        new("mqtt-keep-alive", "SECONDS", "Longest keep-alive; MQTT 5 clients that want a longer one or none are told this one.", "1200; with --dev 60"),
        new("mqtt-idle-seconds", "SECONDS", "How long an MQTT client may send nothing, whatever its keep-alive.", "3600"),
        new("mqtt-publish-rate", "N/S", "How much one MQTT client may publish; above it the client is read more slowly.", "no limit"),
        new("mqtt-publish-bytes", "BYTES/S", "The same by size.", "no limit"),
        new("mqtt-queue-mb", "MB", "Memory for messages that wait for MQTT clients.", "512"),
        new(
            "mqtt-no-subscribe", "FILTER",
            "What MQTT clients may not subscribe to, to see how they take a refusal.",
            "none; with --dev test/nosubscribe", Repeats: true),
    ];

    public TimeSpan MaxKeepAlive { get; init; } = TimeSpan.FromSeconds(1200);

    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>0: no limit. The same for bytes.</summary>
    public int PublishesPerSecond { get; init; }

    public int PublishBytesPerSecond { get; init; }

    public long QueuedBytes { get; init; } = 512_000_000;

    public IReadOnlyList<string> NoSubscribe { get; init; } = [];

    /// <summary>Bytes of births, inventories, trouble codes and reports that wait to be stored, over all connections.</summary>
    public long EvidenceBytes { get; init; } = 64_000_000;

    /// <summary>Of these, how many are with their features at once.</summary>
    public int PendingEvidence { get; init; } = 512;

    /// <summary>The wait before one that could not be stored is offered again.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    public static BridgeOptions From(SettingValues values)
    {
        BridgeOptions defaults = new();
        bool dev = values.Switch("dev");
        return new BridgeOptions
        {
            MaxKeepAlive = Seconds(values, "mqtt-keep-alive", 1) ?? (dev ? TimeSpan.FromSeconds(60) : defaults.MaxKeepAlive),
            IdleTimeout = Seconds(values, "mqtt-idle-seconds", 2) ?? defaults.IdleTimeout,
            PublishesPerSecond = values.Number("mqtt-publish-rate", 1, int.MaxValue, "messages a second") ?? 0,
            PublishBytesPerSecond = values.Number("mqtt-publish-bytes", 1, int.MaxValue, "bytes a second") ?? 0,
            QueuedBytes = values.Number("mqtt-queue-mb", 1, 1_000_000, "MB") is { } mb ? mb * 1_000_000L : defaults.QueuedBytes,
            NoSubscribe = NoSubscribeFrom(values) is { Count: > 0 } filters ? filters : dev ? ["test/nosubscribe"] : defaults.NoSubscribe,
        };
    }

    public MqttBrokerOptions ToBroker()
    {
        ClosedFilters closed = new(NoSubscribe);
        return new MqttBrokerOptions
        {
            MaxKeepAlive = MaxKeepAlive,
            IdleTimeout = IdleTimeout,
            MaxPublishesPerSecond = PublishesPerSecond,
            MaxPublishBytesPerSecond = PublishBytesPerSecond,
            MaxTotalQueuedBytes = QueuedBytes,
            Access = NoSubscribe.Count == 0 ? null : _ => closed,
        };
    }

    private static TimeSpan? Seconds(SettingValues values, string name, int min) =>
        values.Number(name, min, ushort.MaxValue, "seconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static IReadOnlyList<string> NoSubscribeFrom(SettingValues values)
    {
        foreach (string filter in values.List("mqtt-no-subscribe"))
        {
            if (!TopicFilter.IsValid(Encoding.UTF8.GetBytes(filter)))
                values.Problem("mqtt-no-subscribe", $"\"{filter}\" is not a topic filter; use one such as a/b, a/+ or a/#.");
        }
        return values.List("mqtt-no-subscribe");
    }
}
