using Grpc.Core;

namespace Ota.Server.Rollouts;

/// <summary>Rollouts as a service. Whether the caller may was decided before.</summary>
internal sealed class RolloutsService(RolloutFreezes freezes, RolloutActs acts, RolloutViews views, InstallActs installActs, RolloutShows shows)
    : V1.Rollouts.RolloutsBase
{
    public override Task<V1.RolloutPlan> PlanRollout(IAsyncStreamReader<V1.PlanRolloutRequest> requestStream, ServerCallContext context) =>
        freezes.PlanAsync(requestStream, context);

    public override Task<V1.Rollout> CreateRollout(IAsyncStreamReader<V1.CreateRolloutRequest> requestStream, ServerCallContext context) =>
        ShowAsync(freezes.CreateAsync(requestStream, context), context);

    public override Task<V1.Rollout> AmendRollout(IAsyncStreamReader<V1.CreateRolloutRequest> requestStream, ServerCallContext context) =>
        ShowAsync(freezes.AmendAsync(requestStream, context), context);

    public override Task<V1.Rollout> ApproveRollout(V1.ApproveRolloutRequest request, ServerCallContext context) =>
        ShowAsync(acts.ApproveAsync(request, context), context);

    public override Task<V1.Rollout> StartRollout(V1.RolloutActRequest request, ServerCallContext context) =>
        ShowAsync(acts.StartAsync(request, context), context);

    public override Task<V1.Rollout> PauseRollout(V1.RolloutActRequest request, ServerCallContext context) =>
        ShowAsync(acts.PauseAsync(request, context), context);

    public override Task<V1.Rollout> ResumeRollout(V1.RolloutActRequest request, ServerCallContext context) =>
        ShowAsync(acts.ResumeAsync(request, context), context);

    public override Task<V1.Rollout> HaltRollout(V1.RolloutActRequest request, ServerCallContext context) =>
        ShowAsync(acts.HaltAsync(request, context), context);

    public override Task<V1.Rollout> RevokeRollout(V1.RolloutActRequest request, ServerCallContext context) =>
        ShowAsync(acts.RevokeAsync(request, context), context);

    public override Task<V1.Rollout> CancelRollout(V1.RolloutActRequest request, ServerCallContext context) =>
        ShowAsync(acts.CancelAsync(request, context), context);

    public override Task<V1.Rollout> GetRollout(V1.GetRolloutRequest request, ServerCallContext context) => views.GetAsync(request, context);

    public override Task<V1.ListRolloutsResponse> ListRollouts(V1.ListRolloutsRequest request, ServerCallContext context) => views.ListAsync(request, context);

    public override Task<V1.RetryInstallsResponse> RetryInstalls(V1.RetryInstallsRequest request, ServerCallContext context) =>
        installActs.RetryAsync(request, context);

    public override Task<V1.Install> ClaimInstall(V1.ClaimInstallRequest request, ServerCallContext context) => installActs.ClaimAsync(request, context);

    public override Task WatchRollout(V1.GetRolloutRequest request, IServerStreamWriter<V1.Rollout> responseStream, ServerCallContext context) =>
        shows.Watching.WatchAsync(request, responseStream, context);

    public override Task<V1.ListInstallsResponse> ListInstalls(V1.ListInstallsRequest request, ServerCallContext context) =>
        shows.Installs.ListAsync(request, context);

    public override Task<V1.ListInstallEventsResponse> ListInstallEvents(V1.ListInstallEventsRequest request, ServerCallContext context) =>
        shows.Installs.ListEventsAsync(request, context);

    public override Task GetReport(V1.GetReportRequest request, IServerStreamWriter<V1.ReportPiece> responseStream, ServerCallContext context) =>
        shows.Reports.SendAsync(request, responseStream, context);

    public override Task<V1.Explanation> ExplainVehicle(V1.ExplainVehicleRequest request, ServerCallContext context) =>
        shows.Explanations.ExplainAsync(request, context);

    private async Task<V1.Rollout> ShowAsync(Task<long> done, ServerCallContext context) => await views.ShowAsync(await done, context.CancellationToken);
}
