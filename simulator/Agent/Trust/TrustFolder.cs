using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Simulator.Agent.Disk;

namespace Ota.Simulator.Agent.Trust;

/// <summary>What a vehicle trusts of one repository, on disk: the newest root, and timestamp and snapshot against going back.</summary>
/// <param name="folder">Where; made if it is not there.</param>
/// <param name="built">The root that the plant put in.</param>
internal sealed class TrustFolder(string folder, byte[] built)
{
    /// <summary>The newest root that is trusted; null if what is there is none.</summary>
    public RootMetadata? Root => Start(DateTimeOffset.MinValue, out _)?.Root.Metadata;

    /// <summary>Begins a refresh with what was trusted before.</summary>
    public TrustedSet? Start(DateTimeOffset now, out Refusal? refusal)
    {
        refusal = RefreshMachine.Start(Read("root.json") ?? built, MetadataDialect.Tuf, MetadataLimits.Default, now, out TrustedSet? set);
        return refusal is null ? RefreshMachine.Recall(set!, Read("timestamp.json"), Read("snapshot.json")) : null;
    }

    /// <summary>Keeps what a refresh has come to trust, the root first: without it the others mean nothing.</summary>
    public void Keep(TrustedSet set)
    {
        Directory.CreateDirectory(folder);
        DurableFile.Write(Path.Combine(folder, "root.json"), set.Root.Envelope.Bytes.Span);
        if (set.Timestamp is { } timestamp) DurableFile.Write(Path.Combine(folder, "timestamp.json"), timestamp.Envelope.Bytes.Span);
        if (set.Snapshot is { } snapshot) DurableFile.Write(Path.Combine(folder, "snapshot.json"), snapshot.Envelope.Bytes.Span);
    }

    private byte[]? Read(string name) => DurableFile.TryRead(Path.Combine(folder, name));
}
