namespace Ota.Server.Rollouts.Planning;

/// <summary>
/// One population at a time: each may take hundreds of megabytes while it is judged and frozen. Others wait for their turn as long as their
/// deadline lets them.
/// </summary>
internal sealed class FreezeTurn : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<IDisposable> TakeAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        return new Taken(_turn);
    }

    public void Dispose() => _turn.Dispose();

    private sealed class Taken(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
