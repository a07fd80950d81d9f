namespace Ota.Server.Bundles.Artifacts;

/// <summary>
/// A token bucket of one second's bytes that lends: who takes more than is there is told how long to wait before sending, and others queue
/// behind. The state is the moment when all that was lent is paid back.
/// </summary>
internal sealed class ByteBucket(long bytesPerSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _started = time.GetTimestamp();
    private TimeSpan _paid = -Burst;

    private static TimeSpan Burst => TimeSpan.FromSeconds(1);

    public TimeSpan Take(long bytes)
    {
        lock (_gate)
        {
            TimeSpan now = time.GetElapsedTime(_started);
            if (_paid < now - Burst) _paid = now - Burst;
            _paid += TimeSpan.FromTicks((long)((Int128)bytes * TimeSpan.TicksPerSecond / bytesPerSecond));
            return _paid > now ? _paid - now : TimeSpan.Zero;
        }
    }

    /// <summary>Whether it is as if it were new.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate) return _paid <= time.GetElapsedTime(_started) - Burst;
        }
    }
}
