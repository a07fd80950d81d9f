namespace Ota.Simulator.Fleet.Running;

/// <summary>Lets so many vehicles a second begin to connect; the others wait in line.</summary>
internal sealed class ConnectGate(double perSecond, TimeProvider time)
{
    private readonly Lock _sync = new();
    private readonly long _step = (long)(time.TimestampFrequency / perSecond);
    private long _next = time.GetTimestamp();

    public Task PassAsync(CancellationToken stop)
    {
        TimeSpan wait;
        lock (_sync)
        {
            long now = time.GetTimestamp();
            if (_next < now) _next = now;
            wait = time.GetElapsedTime(now, _next);
            _next += _step;
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, stop) : Task.CompletedTask;
    }
}
