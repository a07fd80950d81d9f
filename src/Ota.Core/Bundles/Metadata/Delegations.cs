using Ota.Core.Bundles.Keys;

namespace Ota.Core.Bundles.Metadata;

/// <summary>The delegations of a targets file (TUF 4.5).</summary>
/// <param name="Keys">The keys of all the roles.</param>
/// <param name="Roles">The most trusted first; each name once.</param>
public sealed record Delegations(IReadOnlyDictionary<KeyId, TufKey> Keys, IReadOnlyList<DelegatedRole> Roles)
{
    /// <summary>The keys of a role; null if nothing is delegated to it.</summary>
    public KeyRing? RingOf(RoleName name) =>
        Roles.FirstOrDefault(role => role.Name == name) is { } found ? new KeyRing(Keys, found.Keys) : null;
}
