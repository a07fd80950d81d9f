namespace Ota.Bench.Rollouts;

/// <summary>The time of day, ahead by what it has leapt. Timers and time stamps stay those of the machine, so that what is measured is real.</summary>
internal sealed class LeapingClock : TimeProvider
{
    private long _ahead; // Ticks.

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Volatile.Read(ref _ahead));

    public void Leap(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}
