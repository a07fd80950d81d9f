using System.Threading.Channels;

namespace Ota.Rpc.Tests.Client;

/// <summary>
/// A clock that a test moves, and that tells when someone begins to wait: <see cref="NextWaitAsync"/> gives each wait as it is
/// armed, so that a test steps exactly then and never guesses.
/// </summary>
internal sealed class SteppedTime : TimeProvider
{
    private readonly Lock _sync = new();
    private readonly List<Wait> _waits = [];
    private readonly Channel<TimeSpan> _armed = Channel.CreateUnbounded<TimeSpan>();
    private DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public DateTime Utc => GetUtcNow().UtcDateTime;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_sync)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Wait wait = new(this, () => callback(state));
        wait.Change(dueTime, period);
        return wait;
    }

    /// <summary>How long the next one who waits wants to wait.</summary>
    public Task<TimeSpan> NextWaitAsync() => _armed.Reader.ReadAsync().Limited();

    /// <summary>Moves the clock and fires what became due, on this thread.</summary>
    public void Advance(TimeSpan by)
    {
        List<Wait> due;
        lock (_sync)
        {
            _now += by;
            due = [.. _waits.Where(wait => wait.Due <= _now).OrderBy(wait => wait.Due)];
            _waits.RemoveAll(due.Contains);
        }
        foreach (Wait wait in due)
            wait.Fire();
    }

    private sealed class Wait(SteppedTime time, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._sync)
            {
                time._waits.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = time._now + dueTime;
                time._waits.Add(this);
            }
            time._armed.Writer.TryWrite(dueTime);
            return true;
        }

        public void Dispose()
        {
            lock (time._sync)
                time._waits.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
