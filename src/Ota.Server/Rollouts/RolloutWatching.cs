using Grpc.Core;
using Ota.Core.Rollouts;

namespace Ota.Server.Rollouts;

/// <summary>Serves those who watch rollouts until they go, the rollout ends, or the server stops.</summary>
internal sealed class RolloutWatching(RolloutFinder finder, RolloutViews views, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private const int MostWatchers = 500;

    private readonly Lock _sync = new();
    private readonly Dictionary<long, SharedLook> _looks = [];
    private int _watchers;

    public async Task WatchAsync(V1.GetRolloutRequest request, IServerStreamWriter<V1.Rollout> responses, ServerCallContext context)
    {
        Rollout rollout = await finder.FindByNameAsync(request.Name, context.CancellationToken);
        using CancellationTokenSource end =
            CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        SharedLook look = Enter(rollout.Number);
        try
        {
            for (long seen = 0; ;)
            {
                (seen, V1.Rollout latest) = await look.NextAsync(seen, end.Token);
                await responses.WriteAsync(latest, end.Token);
                if (SharedLook.HasEnded(latest)) return;
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping."));
        }
        finally
        {
            await LeaveAsync(rollout.Number, look);
        }
    }

    private SharedLook Enter(long number)
    {
        lock (_sync)
        {
            if (_watchers == MostWatchers)
                throw new RpcException(new Status(StatusCode.ResourceExhausted, $"{MostWatchers} others watch already; try again later."));
            if (!_looks.TryGetValue(number, out SharedLook? look)) _looks[number] = look = new SharedLook(stop => views.ShowAsync(number, stop), time);
            look.Watchers++;
            _watchers++;
            return look;
        }
    }

    private async Task LeaveAsync(long number, SharedLook look)
    {
        lock (_sync)
        {
            _watchers--;
            if (--look.Watchers > 0) return;
            _looks.Remove(number);
        }

        await look.DisposeAsync();
    }
}
