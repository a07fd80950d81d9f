using System.Threading.Channels;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>One who watches some vehicles. It has room for so many messages; what comes then is missed, and the reader is told how many.</summary>
internal sealed class TelemetryWatcher(TelemetryFeed feed, IReadOnlySet<VehicleKey> vehicles) : IDisposable
{
    public const int MostMessages = 1000;

    // The newest are dropped, not the oldest: a reader that is always slow sees a whole stretch and then a gap, not single messages.
    private readonly Channel<WatchedMessage> _messages = Channel.CreateBounded<WatchedMessage>(MostMessages);
    private long _dropped;

    public ChannelReader<WatchedMessage> Messages => _messages.Reader;

    public bool Watches(VehicleKey vehicle) => vehicles.Contains(vehicle);

    /// <returns>False if it was dropped.</returns>
    public bool TryTell(WatchedMessage message)
    {
        if (_messages.Writer.TryWrite(message)) return true;
        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>How many were missed since the last call.</summary>
    public long TakeDropped() => Interlocked.Exchange(ref _dropped, 0);

    public void Dispose() => feed.Remove(this);
}
