using System.Globalization;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>One receiver of telemetry: where it is, what it is and how it knows us.</summary>
internal sealed record SinkTarget
{
    /// <summary>Names the sink in metrics, in the log and as its folder; made of kind, host, port and database.</summary>
    public required string Name { get; init; }

    public required SinkKind Kind { get; init; }

    /// <summary>Without query.</summary>
    public required Uri Url { get; init; }

    public string? Database { get; init; }

    public string? RetentionPolicy { get; init; }

    public string? Organization { get; init; }

    public string? Bucket { get; init; }

    public string? User { get; init; }

    public string? PasswordFile { get; init; }

    public string? TokenFile { get; init; }

    /// <summary>Costs a quarter of the sender's time and halves the bytes: worth it unless the receiver is on this machine.</summary>
    public bool Gzip { get; init; }

    public LineDialect Dialect => Kind == SinkKind.VictoriaMetrics ? LineDialect.VictoriaMetrics : LineDialect.Influx;

    /// <summary>Whether what it acknowledged survives its being killed.</summary>
    public bool AcknowledgesDurably => Kind != SinkKind.VictoriaMetrics;

    /// <summary>Where lines go. Always milliseconds: every server understands them; InfluxDB 1.x reads "us" as nanoseconds.</summary>
    public Uri WriteUrl => Kind switch
    {
        SinkKind.InfluxV2 => At("api/v2/write", ("org", Organization), ("bucket", Bucket), ("precision", "ms")),
        SinkKind.InfluxV1 => At("write", ("db", Database), ("rp", RetentionPolicy), ("precision", "ms")),
        _ => At("write", ("db", Database), ("precision", "ms")),
    };

    /// <summary>Where InfluxDB 1.x is asked to make its database.</summary>
    public Uri QueryUrl => At("query");

    /// <summary>Where VictoriaMetrics says since when it runs.</summary>
    public Uri MetricsUrl => At("metrics");

    private Uri At(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        string text = Url.AbsoluteUri.TrimEnd('/') + "/" + path;
        char separator = '?';
        foreach ((string name, string? value) in query)
        {
            if (value is null) continue;
            text = string.Create(CultureInfo.InvariantCulture, $"{text}{separator}{name}={Uri.EscapeDataString(value)}");
            separator = '&';
        }
        return new Uri(text);
    }
}
