namespace Ota.Mqtt.Broker;

/// <summary>Milliseconds since the broker started: exact on demand, and as of the last sweep for the hot path.</summary>
internal sealed class BrokerClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private long _tick;

    public TimeProvider Time => time;

    public long Now => (long)time.GetElapsedTime(_start).TotalMilliseconds + 1; // Never 0, which stands for "no deadline".

    /// <summary>The time of the last sweep.</summary>
    public long Tick => Volatile.Read(ref _tick);

    public long Advance()
    {
        long now = Now;
        Volatile.Write(ref _tick, now);
        return now;
    }
}
