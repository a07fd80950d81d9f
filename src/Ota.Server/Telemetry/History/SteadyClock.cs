namespace Ota.Server.Telemetry.History;

/// <summary>
/// Says whether the date can be trusted with dropping files. A wrong date that is years ahead would drop everything at once; so after a
/// jump against the monotonic clock, or a long gap since the last file, a day must pass first.
/// </summary>
internal sealed class SteadyClock
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);
    private static readonly TimeSpan Probation = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private DateTimeOffset _wall;
    private long _steadySince;
    private long _seen;
    private bool _trusted;

    public SteadyClock(TimeProvider time, DateOnly? newestFile)
    {
        _time = time;
        _wall = time.GetUtcNow();
        _seen = _steadySince = time.GetTimestamp();
        int gap = newestFile is { } day ? DateOnly.FromDateTime(_wall.UtcDateTime).DayNumber - day.DayNumber : 0;
        _trusted = gap is >= 0 and <= 1;
    }

    /// <summary>Call often.</summary>
    /// <returns>By how much the clock jumped since the last call; zero for no more than an hour.</returns>
    public TimeSpan Look(out bool trusted)
    {
        DateTimeOffset wall = _time.GetUtcNow();
        long now = _time.GetTimestamp();
        TimeSpan jump = wall - _wall - _time.GetElapsedTime(_seen, now);
        (_wall, _seen) = (wall, now);
        bool jumped = jump.Duration() > Tolerance;
        if (jumped) (_trusted, _steadySince) = (false, now);
        _trusted |= _time.GetElapsedTime(_steadySince, now) >= Probation;
        trusted = _trusted;
        return jumped ? jump : TimeSpan.Zero;
    }
}
