using Grpc.Core;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;
using Ota.Server.Hosting;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Vehicles;

namespace Ota.Server.Rollouts;

/// <summary>The methods of the service that do something with single vehicles of a rollout.</summary>
internal sealed class InstallActs(RolloutFinder finder, InstallDesk desk, InstallLists lists, VehicleFinder vehicles)
{
    private const int MostVehicles = 1000;
    private const int AtOnce = 500; // They share transactions; more would only wait in memory.
    private const string Fields = "vid,install";

    private static readonly V1.InstallState[] Retryable =
    [
        V1.InstallState.Expired, V1.InstallState.Declined, V1.InstallState.RolledBack, V1.InstallState.SafeDegraded, V1.InstallState.Discrepant,
        V1.InstallState.Reopened, V1.InstallState.Unreachable,
    ];

    public async Task<V1.RetryInstallsResponse> RetryAsync(V1.RetryInstallsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        string id = RolloutFinder.ReadId(request.Name, "name", violations);
        if (!Label.IsValid(request.Reason, RolloutActs.LongestReason)) violations.Add("reason", $"Say why, in 1 to {RolloutActs.LongestReason} characters on one line.");
        if (request.Vehicles.Count > MostVehicles) violations.Add("vehicles", $"More than {MostVehicles}; send several requests, or states instead.");
        if (request.States.Except(Retryable).Any())
            violations.Add("states", $"Only these can be tried again: {string.Join(", ", Retryable.Select(state => ReasonWords.Of(state)))}.");
        VehicleName[] names = [.. request.Vehicles.Take(MostVehicles).Select(key => VehicleFinder.Read(key, request.Purpose, Fields, context, violations))];
        violations.ThrowIfAny();

        CancellationToken stop = context.CancellationToken;
        Rollout rollout = await finder.FindAsync(id, stop);
        if (rollout.State is not (RolloutState.Running or RolloutState.Paused or RolloutState.Held))
            throw Obstacle($"Rollout {rollout.Id} is {ReasonWords.Of(rollout.State)}, so it offers nothing any more: make another one for the vehicles that are left.");
        InstallEvent wanted = new InstallEvent.RetryWanted(VehicleFinder.CallerOf(context).Name);
        InstallState[] states = [.. (request.States.Count > 0 ? request.States.Distinct() : Retryable).Select(state => (InstallState)state)];
        if (names.Length == 0) return new V1.RetryInstallsResponse { Vehicles = await RetryAllAsync(rollout.Number, states, wanted, stop) };

        List<long> numbers = [];
        foreach (VehicleName name in names) numbers.Add(await vehicles.FindAsync(name, stop));
        HashSet<long> chosen = [.. await lists.ThoseInAsync(rollout.Number, numbers, states, stop)];
        if (numbers.Except(chosen).Count() is > 0 and var others)
            throw Obstacle($"{others} of the vehicles are not in rollout {rollout.Id}, or in no state that is tried again; ListInstalls shows where each one is.");
        return new V1.RetryInstallsResponse { Vehicles = await RetryAsync(rollout.Number, chosen, wanted, stop) };
    }

    /// <returns>The install as it is now, with its vehicle's number.</returns>
    public async Task<V1.Install> ClaimAsync(V1.ClaimInstallRequest request, ServerCallContext context)
    {
        Violations violations = new();
        string id = RolloutFinder.ReadId(request.Name, "name", violations);
        VehicleName name = VehicleFinder.Read(request.Vehicle, request.Purpose, Fields, context, violations);
        violations.ThrowIfAny();

        CancellationToken stop = context.CancellationToken;
        Rollout rollout = await finder.FindAsync(id, stop);
        long vehicle = await vehicles.FindAsync(name, stop);
        if (rollout.State is RolloutState.Draft or RolloutState.Approved or RolloutState.Cancelled)
            throw Obstacle($"Rollout {rollout.Id} is {ReasonWords.Of(rollout.State)}, so there is nothing yet that a workshop could have done for it.");
        InstallStep step = await desk.ApplyAsync(rollout.Number, vehicle, new InstallEvent.Claimed(VehicleFinder.CallerOf(context).Name), stop)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"The vehicle is not in rollout {rollout.Id}; ExplainVehicle shows the rollouts that it is in."));
        if (step.Note is IgnoredBecause.Ended or IgnoredBecause.Meaningless)
            throw Obstacle($"The vehicle is {ReasonWords.Of(step.Install.State)} in rollout {rollout.Id}, which a workshop's claim does not change.");
        return await lists.ShowAsync(rollout, vehicle, stop);
    }

    // By pages of numbers that rise: an install that comes back to such a state meanwhile is not tried twice by one call.
    private async Task<long> RetryAllAsync(long rollout, IReadOnlyList<InstallState> states, InstallEvent wanted, CancellationToken stop)
    {
        long retried = 0;
        for (long after = 0; ;)
        {
            IReadOnlyList<long> page = await lists.NumbersAsync(rollout, states, after, AtOnce, stop);
            retried += await RetryAsync(rollout, page, wanted, stop);
            if (page.Count < AtOnce) return retried;
            after = page[^1];
        }
    }

    private async Task<long> RetryAsync(long rollout, IReadOnlyCollection<long> numbers, InstallEvent wanted, CancellationToken stop)
    {
        long retried = 0;
        foreach (long[] some in numbers.Chunk(AtOnce))
        {
            InstallStep?[] steps = await Task.WhenAll(some.Select(vehicle => desk.ApplyAsync(rollout, vehicle, wanted, stop)));
            retried += steps.Count(step => step is { Note: null });
        }

        return retried;
    }

    private static RpcException Obstacle(string sentence) => new(new Status(StatusCode.FailedPrecondition, sentence));
}
