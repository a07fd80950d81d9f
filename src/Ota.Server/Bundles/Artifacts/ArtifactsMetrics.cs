using System.Diagnostics.Metrics;

namespace Ota.Server.Bundles.Artifacts;

internal sealed class ArtifactsMetrics
{
    private readonly Counter<long> _received;
    private readonly Counter<long> _stored;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _requests;

    public ArtifactsMetrics(IMeterFactory factory, Uploads uploads, DownloadShares shares)
    {
        Meter meter = factory.Create("Ota.Artifacts");
        _received = meter.CreateCounter<long>("ota.artifacts.received", "By", "Bytes of artifacts that operators uploaded.");
        _stored = meter.CreateCounter<long>("ota.artifacts.stored", "{artifact}", "Artifacts that became complete.");
        _sent = meter.CreateCounter<long>("ota.artifacts.sent", "By", "Bytes of artifacts that were downloaded.");
        _requests = meter.CreateCounter<long>("ota.artifacts.requests", "{request}", "Requests for artifacts, by HTTP status.");
        meter.CreateObservableUpDownCounter("ota.artifacts.uploads", () => uploads.Count, "{upload}", "Uploads that are unfinished.");
        meter.CreateObservableUpDownCounter("ota.artifacts.downloads", () => shares.Active, "{download}", "Downloads in progress.");
    }

    public void Received(long bytes) => _received.Add(bytes);

    public void Stored() => _stored.Add(1);

    public void Sent(long bytes) => _sent.Add(bytes);

    public void Answered(int status) => _requests.Add(1, new KeyValuePair<string, object?>("status", status));
}
