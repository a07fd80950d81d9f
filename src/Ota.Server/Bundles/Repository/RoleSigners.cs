using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository;

/// <summary>Who signs for a targets role.</summary>
/// <param name="Role">Ids and threshold.</param>
/// <param name="Keys">All keys of the file that says so.</param>
internal sealed record RoleSigners(RoleKeys Role, IReadOnlyDictionary<KeyId, TufKey> Keys)
{
    public KeyRing Ring => new(Keys, Role);

    /// <summary>The top role, as a root says.</summary>
    public static RoleSigners Of(RootMetadata root) => new(root.Roles[MetadataRole.Targets], root.Keys);

    /// <summary>A delegated role; null if nothing is delegated to it.</summary>
    public static RoleSigners? Of(Delegations? delegations, RoleName name) =>
        delegations?.Roles.FirstOrDefault(role => role.Name == name) is { } found ? new RoleSigners(found.Keys, delegations.Keys) : null;

    public bool AreThoseOf(ChangeRow change) => change.Threshold == Role.Threshold && change.KeyIds.SequenceEqual(Role.KeyIds);
}
