namespace Ota.Core.Bundles.Verification;

/// <summary>A file that a refresh needs next.</summary>
/// <param name="FileName">Its name in the repository, not percent-encoded.</param>
/// <param name="MaxBytes">Where a download stops: more bytes would be refused anyway.</param>
public abstract record WantedFile(string FileName, long MaxBytes)
{
    /// <summary>The root after the trusted one. Not there: the trusted one is the newest.</summary>
    public sealed record Root(string FileName, long MaxBytes) : WantedFile(FileName, MaxBytes);

    /// <summary>The timestamp.</summary>
    public sealed record Timestamp(string FileName, long MaxBytes) : WantedFile(FileName, MaxBytes);

    /// <summary>The snapshot that the timestamp names.</summary>
    public sealed record Snapshot(string FileName, long MaxBytes) : WantedFile(FileName, MaxBytes);

    /// <summary>A targets file that the snapshot names.</summary>
    /// <param name="FileName">Its name in the repository, not percent-encoded.</param>
    /// <param name="MaxBytes">Where a download stops.</param>
    /// <param name="Chain">Whose file it is, and by whose delegation.</param>
    public sealed record Targets(string FileName, long MaxBytes, DelegationChain Chain) : WantedFile(FileName, MaxBytes);
}
