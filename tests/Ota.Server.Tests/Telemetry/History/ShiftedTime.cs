using Ota.Testing;

namespace Ota.Server.Tests.Telemetry.History;

/// <summary>A clock whose date can be set without time passing.</summary>
internal sealed class ShiftedTime(ManualTime time) : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Shift;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
