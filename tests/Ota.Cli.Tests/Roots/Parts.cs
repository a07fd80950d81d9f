using System.Collections.Concurrent;
using Ota.Cli.Roots;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Tests.Roots;

/// <summary>Keys by name and a root of them.</summary>
internal static class Parts
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly ConcurrentDictionary<string, LocalSigner> Signers = new();

    public static LocalSigner Signer(string name) => Signers.GetOrAdd(name, _ => LocalSigner.Create(KeyScheme.EcdsaP256Sha256));

    public static TufKey Key(string name) => Signer(name).Key;

    public static IEnumerable<(TufKey Key, string Origin)> Keys(params string[] names) => names.Select(name => (Key(name), name));

    /// <summary>2 of a, b, c for the root; 1 of t for targets; one key for each role of the server.</summary>
    public static RootMetadata Root()
    {
        RootMetadata root = RootEdit.Begin(Now.AddYears(1));
        root = RootEdit.Fill(root, MetadataRole.Root, Keys("a", "b", "c"), 2);
        root = RootEdit.Fill(root, MetadataRole.Targets, Keys("t"), 1);
        root = RootEdit.Fill(root, MetadataRole.Snapshot, Keys("s"), 1);
        return RootEdit.Fill(root, MetadataRole.Timestamp, Keys("ts"), 1);
    }

    public static RootFile Signed(RootMetadata root, params string[] names) =>
        names.Aggregate(RootFile.Begin("root.json", root), (file, name) => file.With(Signer(name).Sign(file.Draft.BytesToSign.ToArray())));
}
