using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.EndToEnd.Attacks;

/// <summary>Roots that would hand the repository over if one of the two quorums were not looked at.</summary>
internal static class NextRoots
{
    /// <summary>By everybody who ever held a key, for keys that have not signed.</summary>
    public static byte[] SignedByOld(byte[] root, IReadOnlyList<LocalSigner> holders) => Make(root).Draft.SignedBy(holders).ToBytes();

    /// <summary>By the keys that it names itself.</summary>
    public static byte[] SignedByNew(byte[] root)
    {
        (MetadataDraft draft, LocalSigner[] thieves) = Make(root);
        return draft.SignedBy(thieves).ToBytes();
    }

    private static (MetadataDraft Draft, LocalSigner[] Thieves) Make(byte[] root)
    {
        RefreshMachine.Start(root, MetadataDialect.Tuf, MetadataLimits.Default, TimeProvider.System.GetUtcNow(), out TrustedSet? set).Should().BeNull();
        RootMetadata before = set!.Root.Metadata;
        LocalSigner[] thieves = [LocalSigner.Create(KeyScheme.EcdsaP256Sha256), LocalSigner.Create(KeyScheme.EcdsaP256Sha256)];
        RootMetadata next = before with
        {
            Version = before.Version + 1,
            Keys = before.Keys.Values.Concat(thieves.Select(thief => thief.Key)).ToDictionary(key => key.Id),
            Roles = new Dictionary<MetadataRole, RoleKeys>(before.Roles) { [MetadataRole.Root] = new([.. thieves.Select(thief => thief.Key.Id)], 2) },
        };
        return (MetadataDraft.Of(next, MetadataDialect.Tuf), thieves);
    }
}
