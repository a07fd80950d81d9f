namespace Ota.Server.Bundles.Artifacts;

/// <summary>Gives up uploads that nobody went on with.</summary>
internal sealed class UploadsWorker(Uploads uploads, TimeProvider time, ILogger<UploadsWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    public async Task TickAsync(CancellationToken stop)
    {
        int expired = await uploads.ExpireAsync(time.GetUtcNow(), stop);
        if (expired > 0) log.Expired(expired);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TickAsync(stoppingToken);
            }
            catch (IOException e)
            {
                log.ExpiryFailed(e);
            }
        }
    }
}
