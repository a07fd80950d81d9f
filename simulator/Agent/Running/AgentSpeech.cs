using Google.Protobuf;
using Ota.Payloads.V1;
using Ota.Simulator.Agent.Backend;
using Ota.Simulator.Agent.Machine;

namespace Ota.Simulator.Agent.Running;

/// <summary>Writes what a vehicle says to the backend about its job. What is said again is said in the same bytes.</summary>
/// <param name="voice">Writes inventories.</param>
/// <param name="body">The vehicle.</param>
/// <param name="nextCounter">Counts inventories.</param>
internal sealed class AgentSpeech(VehicleVoice voice, IVehicleBody body, Func<ulong> nextCounter)
{
    private (byte[] Bytes, string Nonce)? _proof;
    private (uint Offer, uint Attempt, ulong Seq, byte[] Bytes)? _report;

    /// <summary>Manifests written, repeats included.</summary>
    public int Proofs { get; private set; }

    /// <summary>An OtaReport for an action that speaks.</summary>
    /// <param name="action">Ask, Tell, Prove or AskToStart.</param>
    /// <param name="held">The job; null for a vehicle that asks for its first.</param>
    /// <param name="request">A number for what was not said before.</param>
    public byte[] Write(AgentAction action, AgentJob? held, ulong request) => (action, held) switch
    {
        (AgentAction.Tell, { } job) => Report(job, request),
        (AgentAction.Prove, { } job) => Proof(job, request),
        (AgentAction.AskToStart, { } job) => Fill(request, new OtaReport
        {
            StartRequest = new StartRequest { Rollout = job.Rollout, Offer = job.Offer, Attempt = job.Attempt },
        }),
        _ => Fill(request, new OtaReport { JobRequest = Question(held) }),
    };

    /// <summary>The backend answered a manifest: the next one is another one.</summary>
    public void ForgetProof() => _proof = null;

    // Naming the job spares the metadata, so a vehicle that lacks it does not name it.
    private JobRequest Question(AgentJob? held) => held is { } job && !(body.LacksMetadata && job.State == JobState.Acknowledged)
        ? new JobRequest { Rollout = job.Rollout, Offer = job.Offer }
        : new JobRequest();

    // A resent report keeps its number and its bytes.
    private byte[] Report(AgentJob job, ulong request)
    {
        if (_report is { } known && known.Offer == job.Offer && known.Attempt == job.Attempt && known.Seq == job.Seq) return known.Bytes;
        byte[] bytes = Fill(request, new OtaReport { Status = JobStatusWriter.Write(job) });
        _report = (job.Offer, job.Attempt, job.Seq, bytes);
        return bytes;
    }

    // The same bytes get the same answer, so a manifest whose answer was lost is sent again as it was.
    private byte[] Proof(AgentJob job, ulong request)
    {
        Proofs++;
        if (_proof is { } known && known.Nonce == job.Nonce) return known.Bytes;
        ByteString signed = body.SignInventory(nextCounter(), ByteString.CopyFrom(Convert.FromHexString(job.Nonce)), voice.NowMs);
        byte[] bytes = Fill(request, new OtaReport
        {
            Proof = new ProofMessage { Rollout = job.Rollout, Offer = job.Offer, Inventory = voice.Inventory(signed) },
        });
        _proof = (bytes, job.Nonce);
        return bytes;
    }

    private byte[] Fill(ulong request, OtaReport report)
    {
        (report.SchemaVersion, report.RequestId, report.CaptureMs, report.Use) = (1, request, voice.NowMs, body.Use);
        return report.ToByteArray();
    }
}
