using System.Data.Common;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Planning;

/// <summary>Sweeps at the start and every some minutes.</summary>
internal sealed class FreezeSweepWorker(FreezeSweeper sweeper, Database database, TimeProvider time, ILogger<FreezeSweepWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using PeriodicTimer timer = new(Pause, time);
        do
        {
            try
            {
                await sweeper.SweepAsync(time.GetUtcNow(), stoppingToken);
            }
            catch (DbException e) when (database.IsOutage(e))
            {
                log.SweepFailed(e); // Nothing hangs on it: the next one does the same.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
