using System.Diagnostics.Metrics;
using Ota.Payloads.V1;

namespace Ota.Server.Rollouts.Jobs;

internal sealed class JobsMetrics
{
    private static readonly Dictionary<ProofReply.Types.Verdict, string> Verdicts = new()
    {
        [ProofReply.Types.Verdict.Confirmed] = "confirmed",
        [ProofReply.Types.Verdict.Discrepant] = "discrepant",
        [ProofReply.Types.Verdict.Stale] = "stale",
        [ProofReply.Types.Verdict.Refused] = "refused",
        [ProofReply.Types.Verdict.Unknown] = "unknown",
    };

    private readonly Counter<long> _requests;
    private readonly Counter<long> _starts;
    private readonly Counter<long> _proofs;

    public JobsMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create("Ota.Rollouts.Jobs");
        _requests = meter.CreateCounter<long>("ota.rollouts.job_requests", "{request}", "Vehicles that asked for their job, by the answer: job, or why none.");
        _starts = meter.CreateCounter<long>("ota.rollouts.start_requests", "{request}", "Vehicles that asked whether they may begin, by the answer: go, or why not.");
        _proofs = meter.CreateCounter<long>("ota.rollouts.proofs", "{inventory}", "Inventories that vehicles showed for a job, by the verdict.");
    }

    public void Asked(string answer) => _requests.Add(1, new KeyValuePair<string, object?>("answer", answer));

    public void Started(string answer) => _starts.Add(1, new KeyValuePair<string, object?>("answer", answer));

    public void Proved(ProofReply.Types.Verdict verdict) => _proofs.Add(1, new KeyValuePair<string, object?>("verdict", Verdicts[verdict]));
}
