using System.Data.Common;
using Ota.Server.Storage;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>Says every some seconds that this server runs, and at a stop in good order that it does no more.</summary>
internal sealed class ServerRunWorker(ServerRunStore runs, Database database, TimeProvider time, ILogger<ServerRunWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(runs.SignAsync, cancellationToken); // Before the first birth.
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(runs.EndAsync, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await TryAsync(runs.TidyAsync, stoppingToken);
        while (true)
        {
            try
            {
                await Task.Delay(Pause, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await TryAsync(runs.SignAsync, stoppingToken);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> act, CancellationToken stop)
    {
        try
        {
            await act(stop);
        }
        catch (DbException e) when (database.IsOutage(e))
        {
            log.RunNotSigned(e);
        }
        catch (Exception e) when (stop.IsCancellationRequested && e is OperationCanceledException or ObjectDisposedException)
        {
            // The next server start tells the same by another run.
        }
    }
}
