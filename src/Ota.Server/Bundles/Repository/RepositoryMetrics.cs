using System.Diagnostics.Metrics;

namespace Ota.Server.Bundles.Repository;

internal sealed class RepositoryMetrics
{
    private readonly Counter<long> _requests;

    public RepositoryMetrics(IMeterFactory factory, PublishedFiles published, TimeProvider time)
    {
        Meter meter = factory.Create("Ota.Repository");
        _requests = meter.CreateCounter<long>("ota.repository.requests", "{request}", "Requests for signed metadata, by HTTP status.");
        meter.CreateObservableGauge(
            "ota.repository.expires_in",
            () => Measure(published.Memory, time.GetUtcNow()),
            "s",
            "How long the newest file of each role is good; below zero vehicles refuse it.");
    }

    public void Answered(int status) => _requests.Add(1, new KeyValuePair<string, object?>("status", status));

    private static IEnumerable<Measurement<double>> Measure(PublishedMemory memory, DateTimeOffset now) => RepositoryExpiry.All(memory).Select(
        file => new Measurement<double>(
            (file.Expires - now).TotalSeconds, new("repository", RepositoryWords.Of(file.Kind)), new KeyValuePair<string, object?>("role", file.Role)));
}
