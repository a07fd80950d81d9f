using System.Threading.Tasks.Sources;

namespace Ota.Mqtt.Transport;

/// <summary>
/// The one call of a pipe's end that waits for the socket: who made it, the loop and a canceller share it under the connection's gate.
/// </summary>
/// <param name="gate">The connection's.</param>
/// <param name="owner">Looks whether the call can end, and ends it.</param>
internal sealed class LoopWait<TResult>(Lock gate, IThreadPoolWorkItem owner) : IValueTaskSource<TResult>
{
    private ManualResetValueTaskSourceCore<TResult> _core;
    private CancellationTokenRegistration _cancellation;

    /// <summary>Under the gate.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Under the gate: the waiting call's token has fired.</summary>
    public bool IsTokenCanceled { get; private set; }

    /// <summary>Under the gate.</summary>
    public ValueTask<TResult> Begin(CancellationToken cancellationToken)
    {
        _core.Reset();
        IsWaiting = true;
        short version = _core.Version;
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(static (state, _) => ((LoopWait<TResult>)state!).CancelByToken(), this);
            CancelByToken(); // The registration is not yet known to a call that it makes at once.
        }
        return new ValueTask<TResult>(this, version);
    }

    /// <summary>Under the gate, once; then <see cref="Complete"/> without it.</summary>
    /// <returns>Whether the token has fired.</returns>
    public bool End()
    {
        bool isTokenCanceled = IsTokenCanceled;
        IsWaiting = false;
        IsTokenCanceled = false;
        return isTokenCanceled;
    }

    /// <summary>Without the gate, since the caller's continuation may run here.</summary>
    public void Complete(TResult result, bool isTokenCanceled)
    {
        _cancellation.Unregister();
        _cancellation = default;
        if (isTokenCanceled)
            _core.SetException(new OperationCanceledException());
        else
            _core.SetResult(result);
    }

    /// <summary>Under the gate. Never on the caller's thread, which may hold locks of its own.</summary>
    public void WakeElsewhere()
    {
        if (IsWaiting)
            ThreadPool.UnsafeQueueUserWorkItem(owner, preferLocal: false);
    }

    TResult IValueTaskSource<TResult>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void CancelByToken()
    {
        lock (gate)
        {
            if (!IsWaiting || !_cancellation.Token.IsCancellationRequested)
                return; // A late call for a wait before this one.
            IsTokenCanceled = true;
            WakeElsewhere();
        }
    }
}
