using System.Diagnostics.Metrics;
using Ota.Core.Bundles.Director;

namespace Ota.Server.Bundles.Director;

internal sealed class DirectorMetrics
{
    private readonly Counter<long> _requests;
    private readonly Counter<long> _inMemory;
    private readonly Counter<long> _signed;
    private readonly Counter<long> _assigned;

    public DirectorMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create("Ota.Director");
        _requests = meter.CreateCounter<long>("ota.director.requests", "{request}", "Requests for the Director's files, by HTTP status.");
        _inMemory = meter.CreateCounter<long>("ota.director.cached", "{request}", "Requests that were answered from memory.");
        _signed = meter.CreateCounter<long>("ota.director.signed", "{file}", "Files signed for vehicles, by role.");
        _assigned = meter.CreateCounter<long>("ota.director.assignments", "{assignment}", "What vehicles were told, by outcome.");
    }

    public void Answered(int status) => _requests.Add(1, new KeyValuePair<string, object?>("status", status));

    public void FoundInMemory() => _inMemory.Add(1);

    public void Signed(DirectorPlan plan)
    {
        if (plan.Targets) _signed.Add(1, Role("targets"));
        if (plan.Snapshot) _signed.Add(1, Role("snapshot"));
        _signed.Add(1, Role("timestamp"));
    }

    /// <summary>"assigned", "cleared", or the reason of a refusal.</summary>
    public void Assigned(string outcome) => _assigned.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    private static KeyValuePair<string, object?> Role(string name) => new("role", name);
}
