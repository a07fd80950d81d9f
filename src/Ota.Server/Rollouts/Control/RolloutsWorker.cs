using System.Data.Common;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Control;

/// <summary>Has the controller look at the rollouts again and again.</summary>
internal sealed class RolloutsWorker(
    RolloutController controller, Lease lease, RolloutsOptions options, Database database, TimeProvider time, ILogger<RolloutsWorker> log) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await lease.EndAsync(cancellationToken);
        }
        catch (Exception e) when (e is DbException or OperationCanceledException or ObjectDisposedException)
        {
            // Another server takes it when its time is over.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool isAway = false;
        while (true)
        {
            bool hasMore = false;
            try
            {
                hasMore = await controller.TickAsync(time.GetUtcNow(), stoppingToken);
                isAway = false;
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return; // A stop that had no time has closed the database below this look.
            }
            catch (DbException e) when (database.IsOutage(e))
            {
                if (!isAway) log.NotLookedAt(e); // Once, however long it lasts.
                isAway = true;
            }
            catch (Exception e)
            {
                log.LookFailed(e);
            }

            if (hasMore) continue;
            try
            {
                await Task.Delay(options.Tick, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
