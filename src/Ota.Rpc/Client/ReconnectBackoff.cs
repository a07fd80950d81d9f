namespace Grpc.Net.Client;

/// <summary>The waits between connection attempts. <see href="https://github.com/grpc/grpc/blob/master/doc/connection-backoff.md"/></summary>
internal struct ReconnectBackoff(Random chance)
{
    private const double First = 1;
    private const double Longest = 120;
    private const double Multiplier = 1.6;
    private const double Jitter = 0.2;

    private double _seconds = First;

    public TimeSpan Next()
    {
        double wait = _seconds;
        _seconds = Math.Min(_seconds * Multiplier, Longest);
        lock (chance)
            return TimeSpan.FromSeconds(wait * (1 - Jitter + (2 * Jitter * chance.NextDouble())));
    }
}
