using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Ota.V1;

namespace Ota.Cli.Tests.Rollouts;

/// <summary>A server's side of ota.v1.Rollouts that answers what a test wants and remembers what it was asked.</summary>
internal sealed class FakeRollouts : V1.Rollouts.RolloutsBase
{
    public ConcurrentQueue<IMessage> Requests { get; } = new();

    public Rollout Rollout { get; set; } = Samples.Running();

    public RolloutPlan Plan { get; set; } = new();

    public Explanation Explanation { get; set; } = new();

    public List<Install> Installs { get; } = [];

    public List<InstallEventLine> Events { get; } = [];

    /// <summary>How a report goes.</summary>
    public Func<IServerStreamWriter<ReportPiece>, Task> Report { get; set; } = _ => Task.CompletedTask;

    /// <summary>How a watch goes.</summary>
    public Func<IServerStreamWriter<Rollout>, ServerCallContext, Task> Watch { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Is told how many vehicles came with each message.</summary>
    public Action<int> Received { get; set; } = _ => { };

    /// <summary>Fails every call but the look-up.</summary>
    public RpcException? Failure { get; set; }

    public T The<T>() where T : IMessage => Requests.OfType<T>().Should().ContainSingle().Subject;

    public override async Task<RolloutPlan> PlanRollout(IAsyncStreamReader<PlanRolloutRequest> requestStream, ServerCallContext context)
    {
        await foreach (PlanRolloutRequest request in requestStream.ReadAllAsync())
        {
            Requests.Enqueue(request);
            Received(request.Vehicles.Count);
        }

        return Failure is null ? Plan : throw Failure;
    }

    public override Task<Rollout> CreateRollout(IAsyncStreamReader<CreateRolloutRequest> requestStream, ServerCallContext context) => TakeAsync(requestStream);

    public override Task<Rollout> AmendRollout(IAsyncStreamReader<CreateRolloutRequest> requestStream, ServerCallContext context) => TakeAsync(requestStream);

    public override Task<Rollout> GetRollout(GetRolloutRequest request, ServerCallContext context) => Rollout.Name.StartsWith(request.Name, StringComparison.Ordinal)
        ? Task.FromResult(Rollout)
        : throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, $"There is no {request.Name}."));

    public override Task<ListRolloutsResponse> ListRollouts(ListRolloutsRequest request, ServerCallContext context) =>
        Answer(request, new ListRolloutsResponse { Rollouts = { Rollout } });

    public override Task<Rollout> ApproveRollout(ApproveRolloutRequest request, ServerCallContext context) =>
        Answer(request, new Rollout(Rollout) { State = RolloutState.Approved });

    public override Task<Rollout> StartRollout(RolloutActRequest request, ServerCallContext context) => Act(request, RolloutState.Running);

    public override Task<Rollout> PauseRollout(RolloutActRequest request, ServerCallContext context) => Act(request, RolloutState.Paused);

    public override Task<Rollout> ResumeRollout(RolloutActRequest request, ServerCallContext context) => Act(request, RolloutState.Running);

    public override Task<Rollout> HaltRollout(RolloutActRequest request, ServerCallContext context) => Act(request, RolloutState.Halted);

    public override Task<Rollout> RevokeRollout(RolloutActRequest request, ServerCallContext context) => Act(request, RolloutState.Revoked);

    public override Task<Rollout> CancelRollout(RolloutActRequest request, ServerCallContext context) => Act(request, RolloutState.Cancelled);

    public override Task<RetryInstallsResponse> RetryInstalls(RetryInstallsRequest request, ServerCallContext context) =>
        Answer(request, new RetryInstallsResponse { Vehicles = request.Vehicles.Count });

    public override Task<Install> ClaimInstall(ClaimInstallRequest request, ServerCallContext context) => Answer(request, Samples.Installs()[0]);

    public override Task WatchRollout(GetRolloutRequest request, IServerStreamWriter<Rollout> responseStream, ServerCallContext context) =>
        Watch(responseStream, context);

    public override Task<ListInstallsResponse> ListInstalls(ListInstallsRequest request, ServerCallContext context)
    {
        Install[] found =
        [
            .. Installs.Where(install => (request.Work == WorkList.Unspecified || install.Work == request.Work)
                && (request.States.Count == 0 || request.States.Contains(install.State))),
        ];
        int at = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, System.Globalization.CultureInfo.InvariantCulture);
        ListInstallsResponse page = new() { Installs = { found.Skip(at).Take(2) } };
        if (at + 2 < found.Length) page.NextPageToken = $"{at + 2}";
        return Answer(request, page);
    }

    public override Task<ListInstallEventsResponse> ListInstallEvents(ListInstallEventsRequest request, ServerCallContext context) =>
        Answer(request, new ListInstallEventsResponse { Events = { Events } });

    public override async Task GetReport(GetReportRequest request, IServerStreamWriter<ReportPiece> responseStream, ServerCallContext context)
    {
        Requests.Enqueue(request);
        await Report(responseStream);
    }

    public override Task<Explanation> ExplainVehicle(ExplainVehicleRequest request, ServerCallContext context) => Answer(request, Explanation);

    private async Task<Rollout> TakeAsync(IAsyncStreamReader<CreateRolloutRequest> requests)
    {
        await foreach (CreateRolloutRequest request in requests.ReadAllAsync())
        {
            Requests.Enqueue(request);
            Received(request.Vehicles.Count);
        }

        return Failure is null ? Rollout : throw Failure;
    }

    private Task<Rollout> Act(RolloutActRequest request, RolloutState state) => Answer(request, new Rollout(Rollout) { State = state });

    private Task<T> Answer<T>(IMessage request, T answer)
    {
        Requests.Enqueue(request);
        return Failure is null ? Task.FromResult(answer) : throw Failure;
    }
}
