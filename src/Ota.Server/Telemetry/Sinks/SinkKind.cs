namespace Ota.Server.Telemetry.Sinks;

/// <summary>The servers that take line protocol; they differ in paths, credentials and what their replies mean.</summary>
internal enum SinkKind
{
    /// <summary>InfluxDB 1.x: /write with a database.</summary>
    InfluxV1,

    /// <summary>InfluxDB 2.x: /api/v2/write with an organisation, a bucket and a token.</summary>
    InfluxV2,

    /// <summary>VictoriaMetrics: /write.</summary>
    VictoriaMetrics,
}
