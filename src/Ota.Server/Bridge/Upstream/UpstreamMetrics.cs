using System.Diagnostics.Metrics;

namespace Ota.Server.Bridge.Upstream;

internal sealed class UpstreamMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _received;
    private readonly Counter<long> _published;

    public UpstreamMetrics(IMeterFactory factory)
    {
        _meter = factory.Create("Ota.Bridge.Upstream");
        _received = _meter.CreateCounter<long>("ota.upstream.messages", "{message}", "Messages that came from the broker, repeats among them, by lane.");
        _published = _meter.CreateCounter<long>("ota.upstream.published", "{message}", "Messages to vehicles, by whether the broker took them.");
    }

    public void Received(string lane) => _received.Add(1, new KeyValuePair<string, object?>("lane", lane));

    public void Published(bool isTaken) => _published.Add(1, new KeyValuePair<string, object?>("taken", isTaken ? "yes" : "no"));

    public void Watch(UpstreamLinks links) => _meter.CreateObservableGauge(
        "ota.upstream.attached",
        () => links.All.Select(link => new Measurement<int>(link.Trouble is null ? 1 : 0, new KeyValuePair<string, object?>("lane", link.Name))),
        description: "Whether messages come from the broker, by lane.");
}
