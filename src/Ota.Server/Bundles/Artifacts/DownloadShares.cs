namespace Ota.Server.Bundles.Artifacts;

/// <summary>Divides the line among downloads: how many at once, how fast, in all and for each client.</summary>
internal sealed class DownloadShares(ArtifactsOptions options, TimeProvider time)
{
    private const int SweepAbove = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ClientShare> _clients = [];
    private readonly ByteBucket? _total = options.Rate is { } rate ? new ByteBucket(rate, time) : null;
    private int _sweepAt = SweepAbove;
    private int _active;

    public int Active => Volatile.Read(ref _active);

    /// <summary>Null if there are too many downloads, and then <paramref name="isOwnLimit"/> says whether they are the client's own.</summary>
    public DownloadShare? TryEnter(string client, out bool isOwnLimit)
    {
        isOwnLimit = false;
        lock (_gate)
        {
            if (_active >= options.Downloads) return null;
            if (!_clients.TryGetValue(client, out ClientShare? share))
            {
                Sweep();
                _clients[client] = share = new ClientShare(options.ClientRate is { } rate ? new ByteBucket(rate, time) : null);
            }

            isOwnLimit = share.Active >= options.ClientDownloads;
            if (isOwnLimit) return null;
            share.Active++;
            _active++;
            return new DownloadShare(this, client, share.Bucket, _total, time);
        }
    }

    public void Leave(string client)
    {
        lock (_gate)
        {
            _active--;
            ClientShare share = _clients[client];
            share.Active--;
            if (share.Active == 0 && IsForgettable(share)) _clients.Remove(client);
        }
    }

    // A client that comes back with another range must find what it owes, so shares outlive downloads until they are paid back.
    private void Sweep()
    {
        if (_clients.Count < _sweepAt) return;
        foreach ((string client, ClientShare share) in _clients)
        {
            if (share.Active == 0 && IsForgettable(share)) _clients.Remove(client);
        }

        _sweepAt = Math.Max(SweepAbove, 2 * _clients.Count);
    }

    private static bool IsForgettable(ClientShare share) => share.Bucket is null or { IsFull: true };
}
