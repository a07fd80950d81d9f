using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Grpc.Health.V1;

namespace Grpc.HealthCheck;

/// <summary>
/// <c>grpc.health.v1.Health</c> over a table of statuses that the application sets. The empty name is the server as a whole.
/// </summary>
public sealed class HealthServiceImpl : Health.V1.Health.HealthBase
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, HealthCheckResponse.Types.ServingStatus> _statuses = [];
    private readonly ConcurrentDictionary<Watcher, string> _watchers = new();
    private bool _closed;

    /// <summary>Sets the status of a service and tells those who watch it.</summary>
    /// <param name="service">The service's full name; empty is the server as a whole.</param>
    /// <param name="status">The status.</param>
    public void SetStatus(string service, HealthCheckResponse.Types.ServingStatus status)
    {
        lock (_sync)
        {
            if (_closed || (_statuses.TryGetValue(service, out var before) && before == status))
                return;
            _statuses[service] = status;
            Tell(service, status);
        }
    }

    /// <summary>Forgets a service; those who watch it see SERVICE_UNKNOWN.</summary>
    /// <param name="service">The service's full name.</param>
    public void ClearStatus(string service)
    {
        lock (_sync)
        {
            if (_statuses.Remove(service))
                Tell(service, HealthCheckResponse.Types.ServingStatus.ServiceUnknown);
        }
    }

    /// <summary>Forgets every service.</summary>
    public void ClearAll()
    {
        foreach (string service in Names())
            ClearStatus(service);
    }

    /// <inheritdoc />
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        lock (_sync)
        {
            return _statuses.TryGetValue(request.Service, out var status)
                ? Task.FromResult(new HealthCheckResponse { Status = status })
                : throw new RpcException(new Status(StatusCode.NotFound, $"The service '{request.Service}' is not known to this server."));
        }
    }

    /// <inheritdoc />
    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        Watcher watcher = new();
        lock (_sync)
        {
            _watchers[watcher] = request.Service;
            watcher.Tell(_statuses.GetValueOrDefault(request.Service, HealthCheckResponse.Types.ServingStatus.ServiceUnknown));
            if (_closed)
                watcher.End();
        }
        try
        {
            await foreach (var status in watcher.ReadAllAsync(context.CancellationToken).ConfigureAwait(false))
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status }).ConfigureAwait(false);
            throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping."));
        }
        finally
        {
            _watchers.TryRemove(watcher, out _);
        }
    }

    /// <summary>The server stops: every service is NOT_SERVING from now on, and watchers are let go so that they do not hold up the drain.</summary>
    internal void Close()
    {
        lock (_sync) // All in one, so that no health report comes in between and is the last thing that watchers see.
        {
            foreach (string service in Names())
                SetStatus(service, HealthCheckResponse.Types.ServingStatus.NotServing);
            _closed = true;
            foreach (Watcher watcher in _watchers.Keys)
                watcher.End();
        }
    }

    private string[] Names()
    {
        lock (_sync)
            return [.. _statuses.Keys];
    }

    private void Tell(string service, HealthCheckResponse.Types.ServingStatus status)
    {
        foreach ((Watcher watcher, string watched) in _watchers)
        {
            if (watched == service)
                watcher.Tell(status);
        }
    }

    private sealed class Watcher
    {
        // Only the newest status is of interest to a slow watcher.
        private readonly Channel<HealthCheckResponse.Types.ServingStatus> _news = Channel.CreateBounded<HealthCheckResponse.Types.ServingStatus>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

        public void Tell(HealthCheckResponse.Types.ServingStatus status) => _news.Writer.TryWrite(status);

        public void End() => _news.Writer.TryComplete();

        public IAsyncEnumerable<HealthCheckResponse.Types.ServingStatus> ReadAllAsync(CancellationToken cancellationToken) =>
            _news.Reader.ReadAllAsync(cancellationToken);
    }
}
