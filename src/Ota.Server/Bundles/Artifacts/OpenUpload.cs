using System.Threading.Channels;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>An upload that has begun. One call at a time writes to it; a newer one ends the one before.</summary>
internal sealed class OpenUpload
{
    // Has one item, which whoever's turn it is has taken out.
    private readonly Channel<bool> _turn = Channel.CreateBounded<bool>(1);
    private readonly Lock _gate = new();
    private CancellationTokenSource? _current;

    public OpenUpload(UploadTerms terms, string id)
    {
        Terms = terms;
        Id = id;
        _turn.Writer.TryWrite(true);
    }

    public UploadTerms Terms { get; }

    public string Id { get; }

    /// <summary>Null until somebody needs it; of the one whose turn it is.</summary>
    public PartHash? Hash { get; set; }

    /// <summary>Whether it came to an end while somebody waited for its turn; of the one whose turn it is.</summary>
    public bool IsOver { get; set; }

    public bool IsBusy => _turn.Reader.Count == 0;

    /// <summary>Ends the call that writes, if there is one, and takes its place.</summary>
    /// <returns>Fires when a newer call comes, or with <paramref name="stop"/>.</returns>
    public async Task<CancellationTokenSource> TakeOverAsync(CancellationToken stop)
    {
        CancellationTokenSource mine = CancellationTokenSource.CreateLinkedTokenSource(stop);
        lock (_gate)
        {
            _current?.Cancel();
            _current = mine;
        }

        try
        {
            await _turn.Reader.ReadAsync(mine.Token);
            return mine;
        }
        catch
        {
            Forget(mine);
            throw;
        }
    }

    public void Release(CancellationTokenSource mine)
    {
        Forget(mine);
        _turn.Writer.TryWrite(true);
    }

    private void Forget(CancellationTokenSource mine)
    {
        lock (_gate)
        {
            if (_current == mine) _current = null;
            mine.Dispose();
        }
    }
}
