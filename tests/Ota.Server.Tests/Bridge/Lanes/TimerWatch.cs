using Ota.Testing;

namespace Ota.Server.Tests.Bridge.Lanes;

/// <summary>A clock that a test moves, once what it tests has begun to wait for it.</summary>
internal sealed class TimerWatch(DateTimeOffset start) : TimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ManualTime _time = new(start);
    private TaskCompletionSource _made = New();

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override long GetTimestamp() => _time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = _time.CreateTimer(callback, state, dueTime, period);
        Volatile.Read(ref _made).TrySetResult();
        return timer;
    }

    /// <summary>Completes with the next timer that is made.</summary>
    public Task NextTimerAsync()
    {
        TaskCompletionSource made = New();
        Volatile.Write(ref _made, made);
        return made.Task.WaitAsync(Patience);
    }

    public void Advance(TimeSpan by) => _time.Advance(by);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
