using System.Globalization;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Roots;

/// <summary>What can be changed of a root. Each step leaves a root that clients can live with, or is refused.</summary>
internal static class RootEdit
{
    /// <summary>A root with keys for nothing yet; <see cref="Fill"/> is called for each role.</summary>
    public static RootMetadata Begin(DateTimeOffset expires) => new()
    {
        Version = 1,
        Expires = expires,
        Keys = new Dictionary<KeyId, TufKey>(),
        Roles = Enum.GetValues<MetadataRole>().ToDictionary(role => role, _ => new RoleKeys([], 1)),
    };

    /// <summary>The root after this one: the same keys, no signatures.</summary>
    public static RootMetadata Next(RootMetadata root, DateTimeOffset expires) => root with { Version = root.Version + 1, Expires = expires };

    /// <summary>Takes all keys from a role, which must be filled again.</summary>
    public static RootMetadata Empty(RootMetadata root, MetadataRole role) => WithRole(root, role, new RoleKeys([], 1));

    /// <summary>Gives a role these keys and no others.</summary>
    /// <param name="root">The root.</param>
    /// <param name="role">The role.</param>
    /// <param name="keys">The keys and where each came from.</param>
    /// <param name="threshold">How many must sign.</param>
    /// <exception cref="CliException">A key is there twice or serves another role, or the threshold cannot be met.</exception>
    public static RootMetadata Fill(RootMetadata root, MetadataRole role, IEnumerable<(TufKey Key, string Origin)> keys, int threshold) =>
        SetThreshold(keys.Aggregate(Empty(root, role), (so, one) => AddKey(so, role, one.Key, one.Origin)), role, threshold);

    /// <exception cref="CliException">The key is there already, or serves another role.</exception>
    public static RootMetadata AddKey(RootMetadata root, MetadataRole role, TufKey key, string origin)
    {
        if (RolesOf(root, key).Contains(role)) throw CliException.Refused($"{origin} is a key of the role {NameOf(role)} already; each key counts once.");
        MetadataRole[] others = [.. RolesOf(root, key).Where(other => !MayShare(role, other))];
        if (others.Length > 0)
        {
            throw CliException.Refused(
                $"{origin} is a key of the role {NameOf(others[0])}: a key that serves two roles loses both at once, so make another one for {NameOf(role)}.");
        }

        RoleKeys before = root.Roles[role];
        RootMetadata added = root with { Keys = new Dictionary<KeyId, TufKey>(root.Keys) { [key.Id] = key } };
        return WithRole(added, role, before with { KeyIds = [.. before.KeyIds, key.Id] });
    }

    /// <param name="root">The root.</param>
    /// <param name="role">The role that loses the key.</param>
    /// <param name="id">Which.</param>
    /// <exception cref="CliException">The role does not have it, or cannot do without it.</exception>
    public static RootMetadata RemoveKey(RootMetadata root, MetadataRole role, KeyId id)
    {
        RoleKeys before = root.Roles[role];
        if (!before.KeyIds.Contains(id)) throw CliException.Refused($"The role {NameOf(role)} has no key {id}; `ota root show` lists its keys.");
        RoleKeys after = before with { KeyIds = [.. before.KeyIds.Where(one => one != id)] };
        return after.KeyIds.Count >= after.Threshold
            ? WithRole(root, role, after)
            : throw CliException.Refused(Say(
                $"The role {NameOf(role)} would keep {after.KeyIds.Count} keys and needs {after.Threshold} signatures: add another key first, or lower the threshold with `ota root set-threshold`."));
    }

    /// <exception cref="CliException">There are not so many keys.</exception>
    public static RootMetadata SetThreshold(RootMetadata root, MetadataRole role, int threshold)
    {
        RoleKeys before = root.Roles[role];
        return threshold >= 1 && threshold <= before.KeyIds.Count
            ? WithRole(root, role, before with { Threshold = threshold })
            : throw CliException.Refused(Say(
                $"The role {NameOf(role)} has {before.KeyIds.Count} keys, so its threshold cannot be {threshold}; add keys, or choose 1 to {before.KeyIds.Count}."));
    }

    /// <summary>The roles that a key signs for.</summary>
    public static IEnumerable<MetadataRole> RolesOf(RootMetadata root, TufKey key) =>
        root.Roles.Keys.Where(role => key.Fingerprint is { } print && root.RingOf(role).Fingerprints.Contains(print));

    public static string NameOf(MetadataRole role) => MetadataDialect.Tuf.TypeOf(role);

    // Uptane asks for different keys. Where one server holds both, the same key is no worse than two beside each other.
    private static bool MayShare(MetadataRole one, MetadataRole other) =>
        one is MetadataRole.Timestamp or MetadataRole.Snapshot && other is MetadataRole.Timestamp or MetadataRole.Snapshot;

    private static RootMetadata WithRole(RootMetadata root, MetadataRole role, RoleKeys keys)
    {
        Dictionary<MetadataRole, RoleKeys> roles = new(root.Roles) { [role] = keys };
        HashSet<KeyId> used = [.. roles.Values.SelectMany(one => one.KeyIds)];
        return root with { Roles = roles, Keys = root.Keys.Where(key => used.Contains(key.Key)).ToDictionary() };
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
