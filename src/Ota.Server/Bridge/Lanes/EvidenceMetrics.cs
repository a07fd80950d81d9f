using System.Diagnostics.Metrics;

namespace Ota.Server.Bridge.Lanes;

internal sealed class EvidenceMetrics
{
    private readonly Counter<long> _messages;

    public EvidenceMetrics(IMeterFactory factory, EvidenceLane lane)
    {
        Meter meter = factory.Create("Ota.Bridge.Evidence");
        _messages = meter.CreateCounter<long>(
            "ota.evidence.messages", "{message}", "Births, deaths, inventories, trouble codes and reports, by type and what became of them.");
        meter.CreateObservableGauge("ota.evidence.queue.size", () => lane.Bytes, "By", "What waits to be stored.");
        meter.CreateObservableCounter("ota.evidence.shed", () => lane.Shed, "{message}", "Messages that found no room and were not acknowledged.");
    }

    public void Became(string type, UpReceipt receipt) => _messages.Add(
        1, new KeyValuePair<string, object?>("type", type), new KeyValuePair<string, object?>("outcome", receipt.Outcome));
}
