namespace Ota.Simulator.Replay;

/// <summary>
/// Simulated time, which runs faster than ours and ends at ours: so the time that a fast replay stamps is never in the future.
/// </summary>
internal sealed class SimulatedClock
{
    private readonly TimeProvider _time;
    private readonly double _speed;
    private readonly long _begin;

    /// <param name="time">Our time.</param>
    /// <param name="speed">Times faster; 0: without waiting.</param>
    /// <param name="lengthMs">How long the run is in simulated milliseconds.</param>
    public SimulatedClock(TimeProvider time, double speed, long lengthMs)
    {
        _time = time;
        _speed = speed;
        _begin = time.GetTimestamp();
        double ahead = speed == 0 ? lengthMs : lengthMs * (1 - (1 / speed));
        StartMs = time.GetUtcNow().ToUnixTimeMilliseconds() - (long)Math.Max(0, ahead);
    }

    /// <summary>The simulated time at the beginning of the run, Unix milliseconds.</summary>
    public long StartMs { get; }

    /// <summary>Waits for a moment of the run.</summary>
    public async Task UntilAsync(long atMs, CancellationToken cancellationToken)
    {
        if (_speed == 0) return;
        TimeSpan wait = TimeSpan.FromMilliseconds(atMs / _speed) - _time.GetElapsedTime(_begin);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, _time, cancellationToken);
    }
}
