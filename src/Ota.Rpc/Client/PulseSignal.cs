using System.Threading.Tasks.Sources;

namespace Grpc.Net.Client;

/// <summary>Wakes one waiter. A pulse without a waiter is kept for the next wait. Reused, so that waiting costs no allocation.</summary>
internal sealed class PulseSignal : IValueTaskSource
{
    private readonly Lock _sync = new();
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private bool _waiting;
    private bool _pulsed;

    public ValueTask WaitAsync()
    {
        lock (_sync)
        {
            if (_pulsed)
            {
                _pulsed = false;
                return default;
            }
            _core.Reset();
            _waiting = true;
            return new ValueTask(this, _core.Version);
        }
    }

    public void Pulse()
    {
        lock (_sync)
        {
            if (!_waiting)
            {
                _pulsed = true;
                return;
            }
            _waiting = false;
        }
        _core.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
