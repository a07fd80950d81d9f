namespace Ota.Server.Tests.Telemetry.History;

/// <summary>The real clock, but a day of its date takes a fifth of a second: files begin, close and are downsampled all the time.</summary>
internal sealed class RushingTime : TimeProvider
{
    private const long TicksPerTick = 432_000;

    private readonly long _start = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => Messages.Start + (System.GetElapsedTime(_start) * TicksPerTick);
}
