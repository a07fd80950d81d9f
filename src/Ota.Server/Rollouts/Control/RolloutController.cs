using System.Data.Common;
using Ota.Core.Rollouts;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Control;

/// <summary>
/// Looks at all rollouts and does what is to be done, as the one server that holds the lease. Everything it knows is in the database, so
/// another server goes on where this one was killed.
/// </summary>
internal sealed class RolloutController(
    Lease lease, InstallUpkeep upkeep, ControlActs acts, RolloutStore rollouts, Database database, RolloutsMetrics metrics, TimeProvider time,
    ILogger<RolloutController> log)
{
    private bool _isHeld;

    /// <summary>One look.</summary>
    /// <param name="now">When.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>Whether there is more to do at once.</returns>
    public async Task<bool> TickAsync(DateTimeOffset now, CancellationToken stop)
    {
        long begun = time.GetTimestamp();
        if (!await HoldAsync(stop)) return false;
        // First what became of offers, so that what is decided next rests on it.
        bool hasMore = await upkeep.ApplyAsync(now, () => HoldAsync(stop), stop);
        foreach (Rollout rollout in await rollouts.RunningAsync(stop))
        {
            if (!await HoldAsync(stop)) return false;
            hasMore |= await ActAsync(rollout, now, stop);
        }

        metrics.Ticked(time.GetElapsedTime(begun));
        return hasMore;
    }

    // One rollout that cannot be decided about must not keep the others from going on, or from being stopped.
    private async Task<bool> ActAsync(Rollout rollout, DateTimeOffset now, CancellationToken stop)
    {
        try
        {
            return await acts.ActAsync(rollout, now, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException && !(e is DbException failure && database.IsOutage(failure)))
        {
            log.RolloutFailed(rollout.Id, e);
            return false;
        }
    }

    private async Task<bool> HoldAsync(CancellationToken stop)
    {
        bool isHeld = await lease.TryHoldAsync(stop);
        if (isHeld && !_isHeld) log.LeaseTaken();
        if (!isHeld && _isHeld) log.LeaseLost();
        return _isHeld = isHeld;
    }
}
