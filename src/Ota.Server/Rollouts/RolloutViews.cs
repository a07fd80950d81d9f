using Grpc.Core;
using Ota.Core.Rollouts;
using Ota.Server.Bundles.Director;
using Ota.Server.Hosting;
using Ota.Server.Vehicles;

namespace Ota.Server.Rollouts;

/// <summary>Shows rollouts.</summary>
internal sealed class RolloutViews(RolloutFinder finder, RolloutReads reads, DescribeBundle describe, TimeProvider time)
{
    public async Task<V1.Rollout> GetAsync(V1.GetRolloutRequest request, ServerCallContext context)
    {
        Rollout rollout = await finder.FindByNameAsync(request.Name, context.CancellationToken);
        return await ShowAsync(rollout.Number, context.CancellationToken);
    }

    public async Task<V1.ListRolloutsResponse> ListAsync(V1.ListRolloutsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        NumberPage page = NumberPage.Read(request.PageSize, request.PageToken, violations);
        if (!Enum.IsDefined(request.State)) violations.Add("state", "No state that this server knows; use the values of ota.v1.RolloutState.");
        violations.ThrowIfAny();

        RolloutState? state = request.State == V1.RolloutState.Unspecified ? null : (RolloutState)request.State;
        // One more than asked tells whether another page follows.
        IReadOnlyList<RolloutPicture> found = await reads.ListAsync(state, page.After, page.Size + 1, context.CancellationToken);
        RolloutPicture[] shown = [.. found.Take(page.Size)];
        V1.ListRolloutsResponse response = new();
        foreach (RolloutPicture picture in shown) response.Rollouts.Add(await MessageOfAsync(picture, context.CancellationToken));
        if (found.Count > shown.Length) response.NextPageToken = NumberPage.TokenAfter(shown[^1].Rollout.Number);
        return response;
    }

    /// <summary>A rollout as it is now.</summary>
    public async Task<V1.Rollout> ShowAsync(long number, CancellationToken stop) =>
        await MessageOfAsync((await reads.FindAsync(number, time.GetUtcNow(), stop))!, stop);

    private async Task<V1.Rollout> MessageOfAsync(RolloutPicture picture, CancellationToken stop)
    {
        string title = (await describe(picture.Rollout.Bundle, stop))?.What.Title ?? "";
        return RolloutMessages.From(picture, title, time.GetUtcNow());
    }
}
