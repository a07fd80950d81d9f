namespace Ota.Server.Vehicles.Enrolment;

/// <summary>Lets so many tries pass in a second, on average, and as many at once: each costs a look-up, a signature and a commit.</summary>
internal sealed class EnrolmentRate(EnrolmentOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _left = options.TriesPerSecond;
    private long _counted = time.GetTimestamp();

    public bool TryPass()
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            _left = Math.Min(options.TriesPerSecond, _left + (time.GetElapsedTime(_counted, now).TotalSeconds * options.TriesPerSecond));
            _counted = now;
            if (_left < 1) return false;
            _left--;
            return true;
        }
    }
}
