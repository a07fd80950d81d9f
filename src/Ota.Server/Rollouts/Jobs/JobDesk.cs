using Google.Protobuf;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Vehicles;
using Ota.Payloads.V1;
using Ota.Server.Bridge.Lanes;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Staging;
using Ota.Server.Rollouts.Installs;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>Tells vehicles their jobs, and takes how far they are.</summary>
internal sealed class JobDesk(InstallDesk installs, VehicleUses uses, FindStagedBundle find, JobMetadata metadata, JobsMetrics metrics, TimeProvider time)
{
    public async Task<OtaAnswer> FindAsync(Vid vehicle, OtaRequest.Wanted wanted, CancellationToken stop)
    {
        if (await installs.FindAsync(vehicle, null, stop) is not { } found) return await FindOtherAsync(vehicle, wanted, null, stop);
        found = await uses.ContactAsync(found, wanted.Use, stop);
        if (JobStanding.WhyNone(found.Rollout, found.Install) is { } reason) return await FindOtherAsync(vehicle, wanted, reason, stop);
        StagedBundle? bundle = await find(found.Rollout.Bundle, stop);
        // One that has begun gets its job all the same, since it has to be led to an end.
        if (bundle is null && !JobStanding.HasBegun(found.Install)) return No(JobWords.Withdrawn);
        Job job = JobOf(found, bundle);
        if (wanted.Has != new JobName(job.Rollout, found.Install.Offer)) job.Director.AddRange(await metadata.FindAsync(vehicle, stop));
        return Yes(job);
    }

    public async Task<OtaAnswer> TakeAsync(Vid vehicle, OtaRequest.Status status, CancellationToken stop)
    {
        ReportPosition position = status.Report.Position;
        StatusReply reply = new()
        {
            Rollout = status.Job.Rollout,
            Offer = (uint)position.Offer,
            Attempt = (uint)position.Attempt,
            Seq = (ulong)position.Seq,
        };
        if (await installs.FindAsync(vehicle, status.Job.Rollout, stop) is not { } found)
            return new OtaAnswer(new OtaCommand { StatusReply = reply }, UpReceipt.Refused("unknown_job"));
        found = await uses.ContactAsync(found, status.Use, stop);
        InstallStep? step = await installs.ApplyAsync(found.Rollout.Number, found.Install.Vehicle, new InstallEvent.Reported(status.Report), stop);
        Install install = step?.Install ?? found.Install;
        reply.Stands = install.Offer == position.Offer && JobStanding.WhyNone(found.Rollout, install) is null;
        reply.Nonce = NonceOf(install);
        reply.WantsProof = JobRules.WantsProof(install);
        reply.IsStopped = JobStanding.IsStopped(found.Rollout);
        reply.RetryAfterS = JobStanding.RetryAfter(install, time.GetUtcNow());
        return new OtaAnswer(new OtaCommand { StatusReply = reply }, step is { Note: IgnoredBecause.Repeated } ? UpReceipt.Repeated : UpReceipt.Stored);
    }

    // Nothing to install. What it did before and what it waits for hears of it, and may still want to be proven.
    private async Task<OtaAnswer> FindOtherAsync(Vid vehicle, OtaRequest.Wanted wanted, string? reason, CancellationToken stop)
    {
        IReadOnlyList<FoundInstall> others = await uses.ContactAllAsync(vehicle, wanted.Use, stop);
        if (others.FirstOrDefault(other => JobRules.WantsProof(other.Install)) is { } open) return Yes(JobOf(open, null));
        if (reason is not null) return No(reason);
        if (wanted.Has is not { } has || await installs.FindAsync(vehicle, has.Rollout, stop) is not { } found) return No(JobWords.None);
        return No(JobStanding.WhyNone(found.Rollout, found.Install) ?? JobWords.Ended);
    }

    private static Job JobOf(FoundInstall found, StagedBundle? bundle) => new()
    {
        Rollout = found.Rollout.Id,
        Offer = (uint)found.Install.Offer,
        Bundle = found.Rollout.Bundle,
        ManifestPath = bundle?.ManifestPath.Value ?? "",
        ExpiresMs = ExpiryOf(found)?.ToUnixTimeMilliseconds() ?? 0,
        Nonce = NonceOf(found.Install),
        WantsProof = JobRules.WantsProof(found.Install),
        IsStopped = JobStanding.IsStopped(found.Rollout) || !InstallStates.Stands(found.Install.State),
    };

    private static DateTimeOffset? ExpiryOf(FoundInstall found)
    {
        RolloutPolicy policy = found.Rollout.Policy;
        DateTimeOffset? end = JobRules.EndOfOffer(found.Install, policy);
        return policy.Deadline < end ? policy.Deadline : end;
    }

    private OtaAnswer Yes(Job job)
    {
        metrics.Asked("job");
        return OtaAnswer.Taken(new OtaCommand { Job = job });
    }

    private OtaAnswer No(string reason)
    {
        metrics.Asked(reason);
        return OtaAnswer.Taken(new OtaCommand { NoJob = new NoJob { Reason = reason } });
    }

    private static ByteString NonceOf(Install install) => ByteString.CopyFrom(Convert.FromHexString(install.Nonce));
}
