using Grpc.Core;
using Ota.Core.Telemetry.Catalogue;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>Serves one watcher until it goes or the server stops.</summary>
internal sealed class TelemetryWatching(
    TelemetryReads reads, TelemetryFeed feed, SignalCatalogue catalogue, IHostApplicationLifetime lifetime)
{
    public async Task WatchAsync(V1.WatchRequest request, IServerStreamWriter<V1.WatchResponse> responses, ServerCallContext context)
    {
        IReadOnlySet<VehicleKey> vehicles = await reads.FindAsync(request, context);
        using TelemetryWatcher watcher = feed.TryWatch(vehicles) ?? throw new RpcException(new Status(
            StatusCode.ResourceExhausted, $"{TelemetryFeed.MostWatchers} others watch already; try again later."));
        await context.WriteResponseHeadersAsync([]); // The caller knows now that nothing more is missed unsaid.
        using CancellationTokenSource end =
            CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            await foreach (WatchedMessage message in watcher.Messages.ReadAllAsync(end.Token))
            {
                V1.WatchResponse response = TelemetryMessages.From(message, catalogue);
                response.Dropped = watcher.TakeDropped();
                await responses.WriteAsync(response);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping."));
        }
    }
}
