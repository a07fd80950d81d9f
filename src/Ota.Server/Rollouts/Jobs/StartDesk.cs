using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;
using Ota.Payloads.V1;
using Ota.Server.Bridge.Lanes;
using Ota.Server.Bundles.Director;
using Ota.Server.Rollouts.Control;
using Ota.Server.Rollouts.Installs;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>
/// Answers vehicles that want to begin. A permit is durable before it is sent, and the rollout is looked at once more after that: so who
/// stops a rollout finds in the store every permit that was ever given before, and none is given later.
/// </summary>
internal sealed class StartDesk(InstallDesk installs, VehicleUses uses, FindStagedBundle find, Permits permits, JobsMetrics metrics, TimeProvider time)
{
    public async Task<OtaAnswer> DecideAsync(Vid vehicle, OtaRequest.Start start, CancellationToken stop)
    {
        StartReply reply = new() { Rollout = start.Job.Rollout, Offer = (uint)start.Job.Offer };
        FoundInstall? found = await installs.FindAsync(vehicle, start.Job.Rollout, stop);
        if (found is not null) found = await uses.ContactAsync(found, start.Use, stop);
        string? reason = found is null ? JobWords.Unknown : await DecideAsync(vehicle, found, start, reply, stop);
        reply.Go = reason is null;
        reply.Reason = reason ?? "";
        metrics.Started(reason ?? "go");
        return new OtaAnswer(new OtaCommand { StartReply = reply }, found is null ? UpReceipt.Refused("unknown_job") : UpReceipt.Stored);
    }

    /// <returns>Why not; null if it may, and then the reply has the permit.</returns>
    private async Task<string?> DecideAsync(Vid vehicle, FoundInstall found, OtaRequest.Start start, StartReply reply, CancellationToken stop)
    {
        found = await WakeAsync(found, stop);
        StartVerdict verdict = await JudgeAsync(found, start, stop);
        if (verdict is not StartVerdict.Go { Until: { } end }) return (verdict as StartVerdict.No)?.Reason;
        if (permits.FindSigner() is not { } signer) return JobWords.Stopped;
        if (await StoreAsync(found, start.Job.Offer, end, stop) is not { } until) return JobWords.Stopped;
        if (await installs.FindAsync(vehicle, start.Job.Rollout, stop) is not { } now) return JobWords.Unknown;
        if (await JudgeAsync(now, start, stop) is StartVerdict.No no) return no.Reason;
        reply.Permit = Permits.Sign(signer, vehicle, found.Rollout, start.Job.Offer, time.GetUtcNow(), until);
        return null;
    }

    // Its time for another attempt has come, and the controller has not looked yet.
    private async Task<FoundInstall> WakeAsync(FoundInstall found, CancellationToken stop)
    {
        bool isDue = found.Install is { State: InstallState.Offered, RetryAt: { } at } && at <= time.GetUtcNow();
        InstallStep? step = isDue ? await installs.ApplyAsync(found.Rollout.Number, found.Install.Vehicle, new InstallEvent.TimePassed(), stop) : null;
        return step is null ? found : found with { Install = step.Install };
    }

    private async Task<StartVerdict> JudgeAsync(FoundInstall found, OtaRequest.Start start, CancellationToken stop)
    {
        bool isStaged = await find(found.Rollout.Bundle, stop) is not null;
        DateTimeOffset now = time.GetUtcNow();
        return StartDecision.Decide(
            new StartQuestion(found.Rollout, found.Install, start.Job.Offer, start.Attempt, isStaged, MarketClock.OffsetOf(found.Market, now)), now);
    }

    /// <returns>The end that may be given away; null if the install allows none any more.</returns>
    private async Task<DateTimeOffset?> StoreAsync(FoundInstall found, int offer, DateTimeOffset end, CancellationToken stop)
    {
        // Most of one that is kept is as good as a new one: whoever asks often fills no ledger.
        DateTimeOffset now = time.GetUtcNow();
        if (found.Install.PermitUntil is { } kept && kept <= end && kept - now >= (end - now) / 2) return kept;
        DateTimeOffset until = DateTimeOffset.FromUnixTimeMilliseconds(end.ToUnixTimeMilliseconds());
        InstallStep? step = await installs.ApplyAsync(found.Rollout.Number, found.Install.Vehicle, new InstallEvent.Permitted(offer, until), stop);
        return step is { Note: null or IgnoredBecause.Repeated } ? until : null;
    }
}
