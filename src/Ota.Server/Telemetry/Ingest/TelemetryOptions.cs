using Ota.Server.Settings;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>How telemetry is taken in and kept.</summary>
internal sealed record TelemetryOptions
{
    public static readonly Setting[] Settings =
    [
        new("telemetry-days", "DAYS", "How long readings are kept, counted from their receipt.", "90"),
        new(
            "telemetry-queue-mb", "MB",
            "Memory for telemetry that waits to be stored; vehicles whose messages find no room are told to keep them.",
            "256"),
    ];

    public HistoryOptions History { get; init; } = new();

    /// <summary>Bytes of messages that wait, over all connections; each connection has its own limit below that.</summary>
    public long QueuedBytes { get; init; } = 256_000_000;

    /// <summary>Messages that are decoded before they are handed on together, unless no more wait.</summary>
    public int MessagesAtOnce { get; init; } = 256;

    /// <summary>How often that may be on its way to a commit: enough for two large ones, so that one is gathered while the other is written.</summary>
    public int PendingAppends { get; init; } = 16;

    /// <summary>The wait before a message that could not be stored is offered to the history again.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    public static TelemetryOptions From(SettingValues values)
    {
        TelemetryOptions defaults = new();
        return new TelemetryOptions
        {
            History = new HistoryOptions
            {
                RetentionDays = values.Number("telemetry-days", 1, 36_500, "days") ?? defaults.History.RetentionDays,
            },
            QueuedBytes = values.Number("telemetry-queue-mb", 1, 1_000_000, "MB") is { } mb ? mb * 1_000_000L : defaults.QueuedBytes,
        };
    }
}
