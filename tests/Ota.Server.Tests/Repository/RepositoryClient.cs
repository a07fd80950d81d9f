using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.Server.Tests.Repository;

/// <summary>A vehicle's view of a repository whose files come from anywhere.</summary>
internal sealed class RepositoryClient(byte[] root, Func<string, byte[]?> files)
{
    private byte[] _root = root;
    private byte[] _timestamp = [];
    private byte[] _snapshot = [];

    public TrustedSet Set { get; private set; } = null!;

    /// <summary>Refreshes from what was trusted before.</summary>
    public TrustedSet Refresh(DateTimeOffset now)
    {
        RefreshMachine.Start(_root, MetadataDialect.Tuf, MetadataLimits.Default, now, out TrustedSet? set).Should().BeNull();
        set = RefreshMachine.Recall(set!, _timestamp, _snapshot);
        while (RefreshMachine.Next(set) is { } wanted) Take(ref set, wanted);
        _root = set.Root.Envelope.Bytes.ToArray();
        _timestamp = set.Timestamp!.Envelope.Bytes.ToArray();
        _snapshot = set.Snapshot!.Envelope.Bytes.ToArray();
        return Set = set;
    }

    /// <summary>Null if nobody who may describes the image.</summary>
    public TargetEntry? Find(string path)
    {
        TrustedSet set = Set;
        while (true)
        {
            SearchResult result = TargetSearch.Find(set, People.Path(path), null);
            if (result is not SearchResult.Needs needs) return (result as SearchResult.Found)?.Entry;
            Take(ref set, needs.File);
        }
    }

    private void Take(ref TrustedSet set, WantedFile wanted)
    {
        Refusal? refusal = RefreshMachine.Apply(set, wanted, files(wanted.FileName), out set);
        refusal.Should().BeNull(refusal?.ToString());
    }
}
