using System.Runtime.ExceptionServices;
using Ota.Core.Rollouts;

namespace Ota.Server.Rollouts;

/// <summary>What all who watch one rollout see: it is looked at once a second for all of them, as long as there is one.</summary>
internal sealed class SharedLook : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _sync = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _looking;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private V1.Rollout? _latest;
    private ExceptionDispatchInfo? _failure;
    private long _version;

    /// <summary>Begins to look.</summary>
    public SharedLook(Func<CancellationToken, Task<V1.Rollout>> look, TimeProvider time) => _looking = Task.Run(() => RunAsync(look, time));

    /// <summary>How many watch; whoever has this object keeps it.</summary>
    public int Watchers { get; set; }

    public static bool HasEnded(V1.Rollout rollout) => (RolloutState)rollout.State >= RolloutState.Completed;

    /// <summary>The rollout when it is other than at a version. What changed several times in between is seen once, as it is last.</summary>
    /// <param name="seen">The version seen last; 0 before the first.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<(long Version, V1.Rollout Rollout)> NextAsync(long seen, CancellationToken stop)
    {
        while (true)
        {
            Task next;
            lock (_sync)
            {
                if (_version > seen) return (_version, _latest!);
                _failure?.Throw();
                next = _next.Task;
            }

            await next.WaitAsync(stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _looking;
        _end.Dispose();
    }

    private async Task RunAsync(Func<CancellationToken, Task<V1.Rollout>> look, TimeProvider time)
    {
        try
        {
            using PeriodicTimer timer = new(Pause, time);
            do
            {
                V1.Rollout rollout = await look(_end.Token);
                if (!rollout.Equals(_latest)) Tell(() => (_latest, _version) = (rollout, _version + 1));
                if (HasEnded(rollout)) return;
            }
            while (await timer.WaitForNextTickAsync(_end.Token));
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // Nobody watches any more.
        }
        catch (Exception e) // Whatever it is belongs to those who watch.
        {
            Tell(() => _failure = ExceptionDispatchInfo.Capture(e));
        }
    }

    private void Tell(Action change)
    {
        TaskCompletionSource told;
        lock (_sync)
        {
            change();
            (told, _next) = (_next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        told.SetResult();
    }
}
