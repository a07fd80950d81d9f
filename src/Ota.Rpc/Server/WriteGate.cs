using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// Keeps writes of one call apart from each other and from its end. Mutable: keep it in a field, never copy it. The end is
/// final, so that a deadline and a handler that finish at the same moment do not both answer.
/// </summary>
internal struct WriteGate
{
    private const int Open = 0;
    private const int Writing = 1;
    private const int Ended = 2;

    private int _state;

    public void Enter(ServerCallContext call)
    {
        switch (Interlocked.CompareExchange(ref _state, Writing, Open))
        {
            case Writing:
                throw new InvalidOperationException("The last write is still under way: await it before the next.");
            case Ended when call.CancellationToken.IsCancellationRequested:
                throw new OperationCanceledException("The call was cancelled.", call.CancellationToken);
            case Ended:
                throw new InvalidOperationException("The call has ended: nothing can be sent any more.");
        }
    }

    public void Leave() => Interlocked.CompareExchange(ref _state, Open, Writing);

    /// <summary>True for the first to end the call; tells whether a write is under way.</summary>
    public bool TryEnd(out bool writing)
    {
        int before = Interlocked.Exchange(ref _state, Ended);
        writing = before == Writing;
        return before != Ended;
    }
}
