namespace Ota.Server.SystemInfo.Checks;

/// <summary>Everything that an operator should know of this server, all of it at once.</summary>
internal sealed class SystemChecks(IEnumerable<IFinder> finders, TimeProvider time)
{
    // Less than a call may take, so that one part that hangs does not hide the others.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<IEnumerable<V1.SystemCheck>> LookAsync(CancellationToken stop)
    {
        IReadOnlyList<V1.SystemCheck>[] found = await Task.WhenAll(finders.Select(finder => Task.Run(() => LookAsync(finder, stop), stop)));
        return found.SelectMany(one => one);
    }

    private async Task<IReadOnlyList<V1.SystemCheck>> LookAsync(IFinder finder, CancellationToken stop)
    {
        using CancellationTokenSource enough = new(Patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, enough.Token);
        try
        {
            return await finder.FindAsync(time.GetUtcNow(), either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return [Found.Problem(finder.Name, $"It did not answer within {Patience.TotalSeconds:0} s: see whether it hangs, or is overloaded.")];
        }
    }
}
