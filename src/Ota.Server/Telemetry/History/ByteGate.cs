namespace Ota.Server.Telemetry.History;

/// <summary>Lets callers in while what they bring fits; the others wait in order. So a slow disk slows the senders, not the memory.</summary>
internal sealed class ByteGate(long limit)
{
    private readonly Lock _sync = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Turn)> _waiting = new();
    private long _inside;

    public async Task EnterAsync(long bytes, CancellationToken stop)
    {
        TaskCompletionSource turn;
        lock (_sync)
        {
            // One that is larger than the gate goes in alone.
            if (_waiting.Count == 0 && (_inside == 0 || _inside + bytes <= limit))
            {
                _inside += bytes;
                return;
            }
            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((bytes, turn));
        }
        await using CancellationTokenRegistration leave = stop.Register(() => turn.TrySetCanceled(stop));
        await turn.Task;
    }

    public void Leave(long bytes)
    {
        lock (_sync)
        {
            _inside -= bytes;
            while (_waiting.TryPeek(out (long Bytes, TaskCompletionSource Turn) next) && (_inside == 0 || _inside + next.Bytes <= limit))
            {
                _waiting.Dequeue();
                if (next.Turn.TrySetResult()) _inside += next.Bytes;
            }
        }
    }
}
