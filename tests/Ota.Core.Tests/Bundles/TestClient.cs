using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Bundles;

/// <summary>A client whose network is a dictionary.</summary>
internal static class TestClient
{
    /// <summary>A refresh to its end, or to the first refusal.</summary>
    public static (TrustedSet? Set, Refusal? Refusal) Refresh(
        byte[] root, IReadOnlyDictionary<string, byte[]> files, DateTimeOffset? time = null, TrustedSet? earlier = null, MetadataLimits? limits = null)
    {
        Refusal? refusal = RefreshMachine.Start(root, MetadataDialect.Tuf, limits ?? MetadataLimits.Default, time ?? TestRepository.Now, out TrustedSet? set);
        if (refusal is not null) return (null, refusal);
        if (earlier is not null) set = RefreshMachine.Recall(set!, earlier.Timestamp!.Envelope.Bytes.Span, earlier.Snapshot!.Envelope.Bytes.Span);
        while (refusal is null && RefreshMachine.Next(set!) is { } wanted)
            refusal = RefreshMachine.Apply(set!, wanted, files.TryGetValue(wanted.FileName, out byte[]? file) ? file : null, out set);
        return (set, refusal);
    }

    /// <summary>A refresh that must go well.</summary>
    public static TrustedSet Trusted(TestRepository repository, TrustedSet? earlier = null)
    {
        (TrustedSet? set, Refusal? refusal) = Refresh(repository.Files["1.root.json"], repository.Files, earlier: earlier);
        refusal.Should().BeNull();
        return set!;
    }

    /// <summary>A search to its end, reading delegated roles as it needs them.</summary>
    public static (SearchResult? Result, Refusal? Refusal) Find(TestRepository repository, string path, string? hardware = null, TrustedSet? start = null)
    {
        TrustedSet set = start ?? Trusted(repository);
        while (true)
        {
            SearchResult result = TargetSearch.Find(set, TestRepository.Path(path), HardwareId.TryParse(hardware));
            if (result is not SearchResult.Needs needs) return (result, null);
            byte[]? file = repository.Files.GetValueOrDefault(needs.File.FileName);
            if (RefreshMachine.Apply(set, needs.File, file, out set) is { } refusal) return (null, refusal);
        }
    }

    /// <summary>Everything that a client goes by: the signed parts, whole.</summary>
    public static string Content(TrustedSet set) => string.Join('\n', new[] { set.Root.Envelope, set.Timestamp?.Envelope, set.Snapshot?.Envelope }
        .Concat(set.Targets.OrderBy(file => file.Key.ToString()).Select(file => file.Value.Envelope))
        .Select(envelope => Convert.ToHexStringLower(envelope?.SignedBytes ?? [])));
}
