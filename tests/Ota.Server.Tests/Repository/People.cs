using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Server.Bundles.Repository;

namespace Ota.Server.Tests.Repository;

/// <summary>Those who hold offline keys, and the root that says so.</summary>
internal sealed class People
{
    public List<LocalSigner> Root { get; set; } = [NewKey(), NewKey()];

    public List<LocalSigner> Targets { get; set; } = [NewKey(), NewKey(), NewKey()];

    public int TargetsThreshold { get; set; } = 2;

    public static LocalSigner NewKey() => LocalSigner.Create(KeyScheme.EcdsaP256Sha256);

    public static IReadOnlyDictionary<MetadataRole, TufKey> OnlineOf(OnlineKeys keys, V1.RepositoryKind kind = V1.RepositoryKind.Image) =>
        OnlineKeys.RolesOf(kind).ToDictionary(role => role, role => keys.For(kind, role).Key);

    public static TargetEntry Entry(byte[] content) => new(content.Length, FileHashes.Of(content), null);

    public static TargetPath Path(string path) => TargetPath.TryParse(path)!.Value;

    public static Delegations Delegation(string role, string pattern, int threshold, params LocalSigner[] signers) => new(
        signers.ToDictionary(signer => signer.Key.Id, signer => signer.Key),
        [
            new DelegatedRole(RoleName.TryParse(role)!.Value, new RoleKeys([.. signers.Select(signer => signer.Key.Id)], threshold), false)
            {
                Paths = [PathPattern.TryParse(pattern)!],
            },
        ]);

    /// <summary>A root with these keys, signed by their holders and by those of the root before.</summary>
    public byte[] MakeRoot(
        IReadOnlyDictionary<MetadataRole, TufKey> online, long version, DateTimeOffset now, IEnumerable<LocalSigner>? before = null, Func<RootMetadata, RootMetadata>? change = null)
    {
        Dictionary<MetadataRole, RoleKeys> roles = new()
        {
            [MetadataRole.Root] = Role(Root, Root.Count),
            [MetadataRole.Targets] = Role(Targets, TargetsThreshold),
        };
        foreach ((MetadataRole role, TufKey key) in online) roles[role] = new RoleKeys([key.Id], 1);
        IEnumerable<TufKey> keys = Root.Concat(online.ContainsKey(MetadataRole.Targets) ? [] : Targets).Select(signer => signer.Key).Concat(online.Values);
        RootMetadata root = new()
        {
            Version = version,
            Expires = TargetsDraft.ExpiryOf(now.AddDays(365)),
            Keys = keys.DistinctBy(key => key.Id).ToDictionary(key => key.Id),
            Roles = roles,
        };
        return MetadataDraft.Of(change?.Invoke(root) ?? root, MetadataDialect.Tuf).SignedBy([.. Root.Concat(before ?? []).Distinct()]).ToBytes();
    }

    private static RoleKeys Role(List<LocalSigner> signers, int threshold) => new([.. signers.Select(signer => signer.Key.Id)], threshold);
}
