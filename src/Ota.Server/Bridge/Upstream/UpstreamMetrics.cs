using System.Diagnostics.Metrics;

namespace Ota.Server.Bridge.Upstream;

internal sealed class UpstreamMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _received;

    public UpstreamMetrics(IMeterFactory factory)
    {
        _meter = factory.Create("Ota.Bridge.Upstream");
        _received = _meter.CreateCounter<long>("ota.upstream.messages", "{message}", "Messages that came from the broker, repeats among them, by lane.");
    }

    public void Received(string lane) => _received.Add(1, new KeyValuePair<string, object?>("lane", lane));

    public void Watch(UpstreamLinks links) => _meter.CreateObservableGauge(
        "ota.upstream.attached",
        () => links.All.Select(link => new Measurement<int>(link.Trouble is null ? 1 : 0, new KeyValuePair<string, object?>("lane", link.Name))),
        description: "Whether messages come from the broker, by lane.");
}
