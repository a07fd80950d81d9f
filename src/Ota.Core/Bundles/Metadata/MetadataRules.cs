using Ota.Core.Bundles.Keys;

namespace Ota.Core.Bundles.Metadata;

/// <summary>What is never published, though some clients would take it.</summary>
internal static class MetadataRules
{
    public static void Check(RoleMetadata metadata)
    {
        if (metadata.Version is < 1 or > RoleMetadata.MaxVersion)
            throw new ArgumentException($"Version {metadata.Version} is not from 1 to {RoleMetadata.MaxVersion}.", nameof(metadata));
        if (metadata.Expires.Ticks % TimeSpan.TicksPerSecond != 0)
            throw new ArgumentException("The expiry has a fraction of a second, which the format cannot say.", nameof(metadata));
        if (metadata is RootMetadata root)
        {
            foreach (MetadataRole role in Enum.GetValues<MetadataRole>())
            {
                if (!root.Roles.TryGetValue(role, out RoleKeys? keys))
                    throw new ArgumentException($"The root has no role {role}.", nameof(metadata));
                CheckRole(role.ToString(), keys, root.Keys);
            }
        }

        if (metadata is TargetsMetadata { Delegations: { } delegations })
        {
            foreach (DelegatedRole role in delegations.Roles) CheckDelegation(role, delegations);
        }
    }

    private static void CheckDelegation(DelegatedRole role, Delegations delegations)
    {
        CheckRole(role.Name.Value, role.Keys, delegations.Keys);
        if (role.Paths.Count > 0 == role.PathHashPrefixes.Count > 0)
            throw new ArgumentException($"The role {role.Name} needs either paths or path hash prefixes.", nameof(role));
    }

    // Two ids of one key count once, so the fingerprints must reach the threshold, not the ids.
    private static void CheckRole(string name, RoleKeys role, IReadOnlyDictionary<KeyId, TufKey> keys)
    {
        int usable = new KeyRing(keys, role).Fingerprints.Count;
        if (usable != role.KeyIds.Count)
            throw new ArgumentException($"The role {name} lists a key that is unknown, unusable or there twice.", nameof(role));
        if (role.Threshold < 1 || role.Threshold > usable)
            throw new ArgumentException($"The role {name} wants {role.Threshold} signatures of {usable} keys.", nameof(role));
    }
}
