namespace Ota.Server.Bridge.Upstream;

/// <summary>Reads from the broker, and keeps the connection for what goes to vehicles. It stops before the lanes' workers do, which then have all that will come.</summary>
internal sealed class UpstreamWorker(UpstreamLinks links, RevokedVehicles revoked, UpstreamMetrics metrics) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.Watch(links);
        await revoked.LoadAsync();
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
        [
            Task.Run(() => links.Outlet.RunAsync(stoppingToken), CancellationToken.None),
            .. links.All.Select(link => Task.Run(() => link.RunAsync(stoppingToken), CancellationToken.None)),
        ]);
}
