using System.Diagnostics.Metrics;

namespace Ota.Server.Telemetry.Ingest;

internal sealed class TelemetryMetrics
{
    private readonly Counter<long> _messages;
    private readonly Counter<long> _readings;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _commits;

    public TelemetryMetrics(IMeterFactory factory, TelemetryIntake intake, VehicleWindows windows)
    {
        Meter meter = factory.Create("Ota.Telemetry");
        _messages = meter.CreateCounter<long>("ota.telemetry.messages", "{message}", "Messages from vehicles, by what became of them.");
        _readings = meter.CreateCounter<long>("ota.telemetry.readings", "{value}", "Readings stored.");
        _refused = meter.CreateCounter<long>(
            "ota.telemetry.refused", "{refusal}", "Messages and columns that were acknowledged and not stored, by reason.");
        _dropped = meter.CreateCounter<long>("ota.telemetry.watch.dropped", "{message}", "Messages that slow watchers missed.");
        _commits = meter.CreateHistogram<double>("ota.telemetry.commit.duration", "s", "From decoded messages to their commit.");
        meter.CreateObservableGauge("ota.telemetry.queue.size", () => intake.Bytes, "By", "What waits to be stored.");
        meter.CreateObservableCounter("ota.telemetry.shed", () => intake.Shed, "{message}", "Messages that found no room and were not acknowledged.");
        meter.CreateObservableCounter(
            "ota.telemetry.skipped", () => windows.Skipped, "{message}", "Sequence numbers that a later message skipped; they may still come.");
    }

    public void Committed(int stored, int repeated, long readings, TimeSpan took)
    {
        if (stored > 0) Became("stored", stored);
        if (repeated > 0) Became("repeated", repeated);
        _readings.Add(readings);
        _commits.Record(took.TotalSeconds);
    }

    public void Quarantined() => Became("quarantined", 1);

    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Dropped() => _dropped.Add(1);

    private void Became(string outcome, int messages) => _messages.Add(messages, new KeyValuePair<string, object?>("outcome", outcome));
}
