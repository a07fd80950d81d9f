namespace Ota.Server.Hosting;

/// <summary>Since when the server runs.</summary>
internal sealed class ServerClock(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    public DateTimeOffset StartTime { get; } = time.GetUtcNow();

    public TimeSpan Uptime => time.GetElapsedTime(_started);
}
