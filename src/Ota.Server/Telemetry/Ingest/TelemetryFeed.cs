using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>Those who watch at the moment.</summary>
internal sealed class TelemetryFeed(TelemetryMetrics metrics)
{
    /// <summary>Watchers at once: each costs something with every message.</summary>
    public const int MostWatchers = 100;

    private readonly Lock _sync = new();
    private volatile TelemetryWatcher[] _watchers = [];

    public void Tell(TelemetryMessage message, int readings)
    {
        WatchedMessage? watched = null;
        foreach (TelemetryWatcher watcher in _watchers)
        {
            if (!watcher.Watches(message.Vehicle)) continue;
            watched ??= new WatchedMessage(message.Vehicle, message.Received, message.Historical, message.Newest.ToArray(), readings);
            if (!watcher.TryTell(watched)) metrics.Dropped();
        }
    }

    /// <returns>Null if there are too many.</returns>
    public TelemetryWatcher? TryWatch(IReadOnlySet<VehicleKey> vehicles)
    {
        lock (_sync)
        {
            if (_watchers.Length == MostWatchers) return null;
            TelemetryWatcher watcher = new(this, vehicles);
            _watchers = [.. _watchers, watcher];
            return watcher;
        }
    }

    public void Remove(TelemetryWatcher watcher)
    {
        lock (_sync) _watchers = [.. _watchers.Where(other => other != watcher)];
    }
}
