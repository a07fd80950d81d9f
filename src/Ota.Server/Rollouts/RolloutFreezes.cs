using Grpc.Core;
using Ota.Core.Rollouts;
using Ota.Core.Vehicles;
using Ota.Server.Hosting;
using Ota.Server.Rollouts.Planning;
using Ota.Server.Vehicles;

namespace Ota.Server.Rollouts;

/// <summary>The methods of the service that judge and freeze populations.</summary>
internal sealed class RolloutFreezes(RolloutFinder finder, WishReader wishes, PopulationJudge judge, Freezer freezer, Amender amender)
{
    public const int LongestReason = 500;

    public async Task<V1.RolloutPlan> PlanAsync(IAsyncStreamReader<V1.PlanRolloutRequest> requests, ServerCallContext context)
    {
        CancellationToken stop = context.CancellationToken;
        V1.PlanRolloutRequest first = await requests.MoveNext(stop) ? requests.Current : new V1.PlanRolloutRequest();
        Violations violations = new();
        RolloutWish wish = RolloutWish.Read(first.Specification, needsTitle: false, violations);
        (Selection selection, FoundVehicles named) =
            await wishes.SelectAsync(requests, request => request.Vehicles, wish.FilterText, wish.Filter, first.Specification?.Purpose ?? "", violations, context);
        OfferBook book = await wishes.OpenAsync(wish.Bundle, stop);
        using IDisposable turn = await wishes.TakeTurnAsync(stop);
        return PlanMaker.Make(wish, book.Bundle, await judge.JudgeAsync(selection, book, wish.Policy, stop), named);
    }

    /// <returns>The number of the draft.</returns>
    public async Task<long> CreateAsync(IAsyncStreamReader<V1.CreateRolloutRequest> requests, ServerCallContext context)
    {
        CancellationToken stop = context.CancellationToken;
        V1.CreateRolloutRequest first = await requests.MoveNext(stop) ? requests.Current : new V1.CreateRolloutRequest();
        Violations violations = new();
        RolloutWish wish = RolloutWish.Read(first.Specification, needsTitle: true, violations);
        if (first.Rollout.Length > 0) violations.Add("rollout", "Only AmendRollout takes it; leave it out.");
        (Selection selection, FoundVehicles named) =
            await wishes.SelectAsync(requests, request => request.Vehicles, wish.FilterText, wish.Filter, first.Specification?.Purpose ?? "", violations, context);
        OfferBook book = await wishes.OpenAsync(wish.Bundle, stop);
        using IDisposable turn = await wishes.TakeTurnAsync(stop);
        JudgedPopulation population = await judge.JudgeAsync(selection, book, wish.Policy, stop);
        if (Freezer.FindObstacle(book, population, named) is { } obstacle) throw obstacle;
        return await freezer.FreezeAsync(wish, selection, population, VehicleFinder.CallerOf(context).Name, stop);
    }

    /// <returns>The number of the rollout.</returns>
    public async Task<long> AmendAsync(IAsyncStreamReader<V1.CreateRolloutRequest> requests, ServerCallContext context)
    {
        CancellationToken stop = context.CancellationToken;
        V1.CreateRolloutRequest first = await requests.MoveNext(stop) ? requests.Current : new V1.CreateRolloutRequest();
        Violations violations = new();
        string id = RolloutFinder.ReadId(first.Rollout, "rollout", violations);
        if (!Label.IsValid(first.Reason, LongestReason)) violations.Add("reason", $"Say why, in 1 to {LongestReason} characters on one line.");
        V1.RolloutSpecification given = first.Specification ?? new V1.RolloutSpecification();
        if (given.Title.Length + given.Bundle.Length + given.Policy.Length > 0)
            violations.Add("specification", "An amendment changes neither title nor bundle nor policy; give filter and purpose only.");
        (Selection selection, FoundVehicles named) = await wishes.SelectAsync(
            requests, request => request.Vehicles, given.Filter, RolloutWish.ReadFilter(given.Filter, violations), given.Purpose, violations, context);
        Rollout rollout = await finder.FindAsync(id, stop);
        OfferBook book = await wishes.OpenAsync(rollout.Bundle, stop);
        using IDisposable turn = await wishes.TakeTurnAsync(stop);
        JudgedPopulation population = await judge.JudgeAsync(selection with { Except = rollout.Number }, book, rollout.Policy, stop);
        if (Freezer.FindObstacle(book, population, named) is { } obstacle) throw obstacle;
        await amender.ProposeAsync(rollout, first.Reason, population, VehicleFinder.CallerOf(context).Name, stop);
        return rollout.Number;
    }
}
