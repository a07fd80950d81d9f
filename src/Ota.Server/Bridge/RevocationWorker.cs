using System.Data.Common;
using Ota.Server.Storage;
using Ota.Server.Vehicles.Enrolment;

namespace Ota.Server.Bridge;

/// <summary>
/// Tells the broker's side of revoked vehicles: at once when this server revoked them, else soon. It looks back over some minutes each
/// time, so a connection that was let in while its vehicle was revoked ends with the next look.
/// </summary>
internal sealed class RevocationWorker(
    FleetCertificates fleet, IVehicleEnding ending, Database database, TimeProvider time, ILogger<RevocationWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private Task<bool>? _hint;

    public async Task TickAsync(CancellationToken stop)
    {
        await fleet.RefreshAsync(stop);
        foreach (string vid in fleet.TakeEnded()) await ending.EndAsync(vid, stop);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TickAsync(stoppingToken);
            }
            catch (DbException e) when (database.IsOutage(e))
            {
                log.RevocationLookupFailed(e);
            }
            catch (ObjectDisposedException) when (stoppingToken.IsCancellationRequested)
            {
                return; // A stop that had no time has closed the database below this look.
            }

            await WaitAsync(stoppingToken);
        }
    }

    // The wait for a hint is kept until one comes: a channel remembers everyone who waits.
    private async Task WaitAsync(CancellationToken stop)
    {
        if (_hint is null or { IsCompleted: true }) _hint = fleet.Hints.WaitToReadAsync(stop).AsTask();
        await Task.WhenAny(_hint, Task.Delay(Pause, time, stop));
        fleet.Hints.TryRead(out _);
    }
}
