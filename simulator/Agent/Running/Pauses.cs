namespace Ota.Simulator.Agent.Running;

/// <summary>When something may be tried again, by monotonic time. Each further failure doubles the pause.</summary>
internal sealed class Pauses(TimeProvider time, TimeSpan first, TimeSpan longest)
{
    private readonly Dictionary<string, (long Due, int Failures)> _pauses = [];

    public bool IsDue(string what) => !_pauses.TryGetValue(what, out (long Due, int) pause) || time.GetTimestamp() >= pause.Due;

    /// <summary>It failed: not again for a while.</summary>
    public void Fail(string what)
    {
        int failures = _pauses.TryGetValue(what, out (long, int Failures) known) ? known.Failures + 1 : 1;
        TimeSpan pause = TimeSpan.FromTicks(Math.Min(longest.Ticks, first.Ticks << Math.Min(failures - 1, 20)));
        _pauses[what] = (time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency), failures);
    }

    /// <summary>Not again for this long.</summary>
    public void Set(string what, TimeSpan pause) =>
        _pauses[what] = (time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency), 0);

    public void Clear(string what) => _pauses.Remove(what);

    /// <summary>How long until the next pause is over; the longest if there is none.</summary>
    public TimeSpan UntilNext()
    {
        long now = time.GetTimestamp();
        TimeSpan least = longest;
        foreach ((long due, int _) in _pauses.Values)
        {
            if (due > now && time.GetElapsedTime(now, due) < least) least = time.GetElapsedTime(now, due);
        }

        return least;
    }
}
