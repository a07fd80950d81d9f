namespace Ota.Server.Bundles.Artifacts;

/// <summary>One download's part of the line.</summary>
internal sealed class DownloadShare(DownloadShares all, string client, ByteBucket? own, ByteBucket? total, TimeProvider time) : IDisposable
{
    /// <summary>Returns when so many bytes may be sent.</summary>
    public Task TakeAsync(int bytes, CancellationToken stop)
    {
        TimeSpan mine = own?.Take(bytes) ?? TimeSpan.Zero;
        TimeSpan everybodys = total?.Take(bytes) ?? TimeSpan.Zero;
        TimeSpan wait = mine > everybodys ? mine : everybodys;
        return wait > TimeSpan.Zero ? Task.Delay(wait, time, stop) : Task.CompletedTask;
    }

    public void Dispose() => all.Leave(client);
}
