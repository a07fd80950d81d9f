using Ota.Server.Settings;

namespace Ota.Server.Metrics;

/// <summary>How much is measured and where else it goes.</summary>
internal sealed record MetricsOptions
{
    public static readonly Setting[] Settings =
    [
        new("metrics-series", "N", "Most time series that /metrics keeps; further ones are only counted.", "2000"),
        new("otlp", "URL", "OpenTelemetry collector (OTLP over HTTP) for metrics and traces, as in http://collector:4318.", "none"),
    ];

    public int SeriesLimit { get; init; } = 2000;

    public Uri? Otlp { get; init; }

    /// <summary>How long a stop waits for the collector to take the last metrics, and then the last traces.</summary>
    public TimeSpan FlushWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The meters that are exported: ours, gRPC's, Kestrel's, the driver's, the runtime's. "X.*" is all below X.</summary>
    public IReadOnlyList<string> Meters { get; init; } =
    [
        "Ota.*",
        "Grpc.AspNetCore.Server",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Npgsql",
        "System.Runtime",
    ];

    public bool Includes(string meter) => Meters.Any(name =>
        name.EndsWith(".*", StringComparison.Ordinal) ? meter.StartsWith(name[..^1], StringComparison.Ordinal) : meter == name);

    public static MetricsOptions From(SettingValues values) => new()
    {
        SeriesLimit = values.Number("metrics-series", 1, 1_000_000, "series") ?? new MetricsOptions().SeriesLimit,
        Otlp = OtlpFrom(values),
    };

    private static Uri? OtlpFrom(SettingValues values)
    {
        if (values.Text("otlp") is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https") return url;
        values.Problem("otlp", $"\"{text}\" is not an http or https URL; use one such as http://collector:4318.");
        return null;
    }
}
