namespace Ota.Server.Bundles.Repository;

/// <summary>Follows what other servers publish, renews what the server signs, warns of what people have to renew, repairs the export.</summary>
internal sealed class RepositoryWorker(
    RepositoryPublisher publisher, OnlineRenewal renewal, RepositoryExpiry expiry, TimeProvider time, ILogger<RepositoryWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private string? _said;

    public async Task TickAsync(DateTimeOffset now, CancellationToken stop)
    {
        await publisher.ReloadAsync(stop);
        string? problem = await renewal.RenewAsync(now, stop);
        if (problem is not null && problem != _said) log.NotRenewed(problem);
        _said = problem;
        expiry.Look(now);
        await publisher.RepairExportAsync(stop);
    }

    /// <summary>
    /// Before the ports open: after a long stop nobody shall be served what has expired. If it fails the server starts all the same, since
    /// vehicles need more of it than this, and CheckRepository says what is wrong.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryTickAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await TryTickAsync(stoppingToken);
    }

    private async Task TryTickAsync(CancellationToken stop)
    {
        try
        {
            await TickAsync(time.GetUtcNow(), stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.TickFailed(e);
        }
    }
}
