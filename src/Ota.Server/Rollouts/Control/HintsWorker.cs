using System.Data.Common;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Control;

/// <summary>Publishes hints, where the rollouts are controlled, and beside that: a broker that is away must not keep anything else from going on.</summary>
internal sealed class HintsWorker(
    HintPublisher hints, Lease lease, RolloutsOptions options, Database database, TimeProvider time, ILogger<HintsWorker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            bool hasMore = false;
            try
            {
                hasMore = lease.IsOurs && await hints.PublishAsync(time.GetUtcNow(), stoppingToken);
                if (!hasMore) await Task.Delay(options.Tick, time, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return; // A stop that had no time has closed the database below this look.
            }
            catch (DbException e) when (database.IsOutage(e))
            {
                await WaitAsync(stoppingToken); // The controller says so.
            }
            catch (Exception e)
            {
                log.HintsFailed(e);
                await WaitAsync(stoppingToken);
            }
        }
    }

    private Task WaitAsync(CancellationToken stop) =>
        Task.Delay(options.Tick, time, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
