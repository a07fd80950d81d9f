namespace Ota.Server.Telemetry.Sinks;

/// <summary>Takes what was stored and passes it on. Not the record of anything: the telemetry store is.</summary>
internal interface ITelemetrySink
{
    /// <summary>
    /// Takes the points and returns at once, whatever state the other side is in. Points of one vehicle and one time that stand side by
    /// side travel as one line, which the receiver reads several times faster: order a message by time before offering it.
    /// </summary>
    void Offer(ReadOnlySpan<TelemetryPoint> points);
}
