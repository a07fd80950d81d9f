using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository;

/// <summary>The next version of a targets file, as an edit makes it.</summary>
internal static class TargetsDraft
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    // One less than the roles that clients look at in a search, the top one counted.
    private static readonly int MostDelegations = MetadataLimits.Default.SearchedRoles - 1;

    /// <summary>What makes the edit impossible, one sentence; null if nothing does.</summary>
    /// <param name="current">What is published of the role; null if nothing is.</param>
    /// <param name="edit">The edit.</param>
    /// <param name="delegation">By which the role may describe images; null for the top role, which may describe all.</param>
    public static string? Problem(TargetsMetadata? current, TargetsEdit edit, DelegatedRole? delegation)
    {
        foreach ((TargetPath path, TargetEntry entry) in edit.Add)
        {
            if (entry.Hashes.Sha256 is null) return $"{path} has no SHA-256, by which the server finds the artifact: give it one.";
            if (current?.Targets.GetValueOrDefault(path) is { } there && !edit.Remove.Contains(path) && !IsSame(there, entry)) return NameIsTaken(path);
            if (delegation is not null && !IsAbout(delegation, path, entry))
                return $"The delegation to {delegation.Name} is not about {path} or its hardware: name the image by one of its patterns, or change the delegation.";
        }

        if (edit.EndDelegation is { } ended && current?.Delegations?.Roles.Any(role => role.Name == ended) != true)
            return $"Nothing is delegated to {ended}.";
        return Merge(current?.Delegations, edit)?.Roles.Count > MostDelegations
            ? $"There are {MostDelegations} delegations, and clients look at no more: end one first."
            : null;
    }

    public static string NameIsTaken(TargetPath path) =>
        $"{path} named other content before, and a name is never used again: give the image another name, such as one with its version.";

    public static TargetsMetadata Apply(TargetsMetadata? current, TargetsEdit edit, DateTimeOffset now)
    {
        Dictionary<TargetPath, TargetEntry> targets = current is null ? [] : new(current.Targets);
        foreach (TargetPath path in edit.Remove) targets.Remove(path);
        foreach ((TargetPath path, TargetEntry entry) in edit.Add) targets[path] = entry;
        return new TargetsMetadata
        {
            Version = (current?.Version ?? 0) + 1,
            Expires = ExpiryOf(now + Lifetime),
            Targets = targets,
            Delegations = Merge(current?.Delegations, edit),
        };
    }

    /// <summary>In whole seconds, since files can say no more.</summary>
    public static DateTimeOffset ExpiryOf(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    private static bool IsSame(TargetEntry one, TargetEntry other) => one.Length == other.Length && one.Hashes.Agree(other.Hashes);

    private static bool IsAbout(DelegatedRole delegation, TargetPath path, TargetEntry entry)
    {
        if (ImageCustom.TryRead(entry.Custom) is not { } custom) return delegation.IsAbout(path, null);
        return custom.HardwareIds.All(hardware => delegation.IsAbout(path, hardware));
    }

    // A role keeps its place: the order says who is trusted more.
    private static Delegations? Merge(Delegations? current, TargetsEdit edit)
    {
        List<DelegatedRole> roles = [.. current?.Roles ?? []];
        foreach (DelegatedRole role in edit.Delegate?.Roles ?? [])
        {
            int at = roles.FindIndex(one => one.Name == role.Name);
            if (at < 0) roles.Add(role);
            else roles[at] = role;
        }

        roles.RemoveAll(role => role.Name == edit.EndDelegation);
        if (roles.Count == 0) return null;
        HashSet<KeyId> used = [.. roles.SelectMany(role => role.Keys.KeyIds)];
        IEnumerable<KeyValuePair<KeyId, TufKey>> keys = new[] { current, edit.Delegate }.OfType<Delegations>().SelectMany(one => one.Keys);
        return new Delegations(
            keys.Where(key => used.Contains(key.Key)).DistinctBy(key => key.Key).ToDictionary(key => key.Key, key => key.Value), roles);
    }
}
