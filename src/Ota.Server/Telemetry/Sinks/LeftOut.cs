namespace Ota.Server.Telemetry.Sinks;

/// <summary>Why a point is not sent to a sink; it stays in the telemetry store all the same.</summary>
internal enum LeftOut
{
    No,

    /// <summary>NaN or infinite: InfluxDB refuses the whole line, VictoriaMetrics drops the value without a word.</summary>
    NotFinite,

    /// <summary>A text over the limit.</summary>
    TextTooLong,

    /// <summary>The vehicle id or a text looks like a VIN, which never leaves the vehicle table.</summary>
    LooksLikeVin,

    /// <summary>A name that line protocol cannot carry.</summary>
    BadName,

    /// <summary>A time before 1970 or beyond what InfluxDB holds (2262).</summary>
    BadTime,

    /// <summary>The sink has no such type: VictoriaMetrics would store every text as 0.</summary>
    NoSuchType,
}
