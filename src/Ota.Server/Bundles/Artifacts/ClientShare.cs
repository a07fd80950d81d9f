namespace Ota.Server.Bundles.Artifacts;

/// <summary>One client's downloads; guarded by <see cref="DownloadShares"/>.</summary>
internal sealed class ClientShare(ByteBucket? bucket)
{
    public ByteBucket? Bucket => bucket;

    public int Active { get; set; }
}
