namespace Ota.Server.Telemetry.Sinks;

/// <summary>How one kind of server wants its lines.</summary>
/// <param name="HasText">Whether it stores texts.</param>
/// <param name="PlainNames">Whether field names become part of a Prometheus metric name: only letters, digits and underscores.</param>
internal sealed record LineDialect(bool HasText, bool PlainNames)
{
    public const string Measurement = "telemetry";

    public static LineDialect Influx { get; } = new(HasText: true, PlainNames: false);

    public static LineDialect VictoriaMetrics { get; } = new(HasText: false, PlainNames: true);

    /// <summary>In UTF-16 units, for vehicle ids and signal paths.</summary>
    public int MaxName { get; init; } = 256;

    /// <summary>In UTF-16 units.</summary>
    public int MaxText { get; init; } = 1024;

    /// <summary>In bytes, after which a message goes on in a further line; VictoriaMetrics refuses lines over 256 KiB.</summary>
    public int MaxLine { get; init; } = 65_536;
}
