using Grpc.Core;
using Ota.Core.Rollouts;
using Ota.Core.Vehicles;
using Ota.Server.Bundles.Director;
using Ota.Server.Hosting;
using Ota.Server.Vehicles;

namespace Ota.Server.Rollouts;

/// <summary>The methods of the service that change where a rollout stands. What is allowed when, <see cref="RolloutMachine"/> says.</summary>
internal sealed class RolloutActs(RolloutFinder finder, RolloutStore store, Approvals approvals, FindStagedBundle find, TimeProvider time)
{
    public const int LongestReason = 500;

    /// <returns>The rollout's number, as from the others.</returns>
    public async Task<long> ApproveAsync(V1.ApproveRolloutRequest request, ServerCallContext context)
    {
        Violations violations = new();
        string id = RolloutFinder.ReadId(request.Name, "name", violations);
        Approvals.Check(request, violations);
        violations.ThrowIfAny();
        Rollout rollout = await finder.FindAsync(id, context.CancellationToken);
        await approvals.ApproveAsync(rollout, request, context);
        return rollout.Number;
    }

    public Task<long> StartAsync(V1.RolloutActRequest request, ServerCallContext context) =>
        ActAsync(request, context, needsReason: false, needsBundle: true, (_, _) => new RolloutEvent.Started());

    public Task<long> PauseAsync(V1.RolloutActRequest request, ServerCallContext context) =>
        ActAsync(request, context, needsReason: true, needsBundle: false, (reason, _) => new RolloutEvent.Paused(reason));

    public Task<long> ResumeAsync(V1.RolloutActRequest request, ServerCallContext context) =>
        ActAsync(request, context, needsReason: true, needsBundle: true, (reason, who) => new RolloutEvent.Resumed(reason, who));

    public Task<long> HaltAsync(V1.RolloutActRequest request, ServerCallContext context) =>
        ActAsync(request, context, needsReason: true, needsBundle: false, (reason, _) => new RolloutEvent.Halted(reason));

    public Task<long> RevokeAsync(V1.RolloutActRequest request, ServerCallContext context) =>
        ActAsync(request, context, needsReason: true, needsBundle: false, (reason, _) => new RolloutEvent.Revoked(reason));

    public Task<long> CancelAsync(V1.RolloutActRequest request, ServerCallContext context) =>
        ActAsync(request, context, needsReason: true, needsBundle: false, (reason, _) => new RolloutEvent.Cancelled(reason));

    private async Task<long> ActAsync(
        V1.RolloutActRequest request, ServerCallContext context, bool needsReason, bool needsBundle, Func<string, string, RolloutEvent> happened)
    {
        Violations violations = new();
        string id = RolloutFinder.ReadId(request.Name, "name", violations);
        if ((needsReason || request.Reason.Length > 0) && !Label.IsValid(request.Reason, LongestReason))
            violations.Add("reason", $"Say why, in 1 to {LongestReason} characters on one line.");
        violations.ThrowIfAny();
        CancellationToken stop = context.CancellationToken;
        Rollout rollout = await finder.FindAsync(id, stop);
        if (needsBundle && await find(rollout.Bundle, stop) is null)
        {
            throw Obstacle(
                $"The bundle {rollout.Bundle} is not staged any more, so vehicles must not be told to install it: publish it again, or give the rollout up.");
        }

        string who = VehicleFinder.CallerOf(context).Name;
        (Rollout? after, string refusal) = await store.ApplyAsync(rollout.Number, happened(request.Reason, who), who, time.GetUtcNow(), stop: stop);
        return after?.Number ?? throw Obstacle(refusal);
    }

    private static RpcException Obstacle(string sentence) => new(new Status(StatusCode.FailedPrecondition, sentence));
}
