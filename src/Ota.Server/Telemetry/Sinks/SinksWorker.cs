namespace Ota.Server.Telemetry.Sinks;

/// <summary>Runs every sink beside the others.</summary>
internal sealed class SinksWorker(TelemetrySinks sinks) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(sinks.All.Select(sink => sink.RunAsync(stoppingToken)));
}
