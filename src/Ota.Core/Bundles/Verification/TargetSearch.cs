using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Verification;

/// <summary>
/// Finds who describes an image: the delegations in order of trust, depth first (TUF 5.6.7, Uptane 5.4.4.7). Each step down asks whether
/// the delegation is about the image, so it is within the paths of the whole chain.
/// </summary>
public static class TargetSearch
{
    /// <summary>Searches as far as the files are there.</summary>
    /// <param name="set">A complete set.</param>
    /// <param name="path">The image.</param>
    /// <param name="hardware">What it is for; null to follow delegations for any hardware.</param>
    public static SearchResult Find(TrustedSet set, TargetPath path, HardwareId? hardware)
    {
        ArgumentNullException.ThrowIfNull(set);
        Stack<DelegationChain> waiting = new([DelegationChain.Top]);
        HashSet<RoleName> visited = [];
        while (waiting.TryPop(out DelegationChain? chain))
        {
            if (visited.Contains(chain.Role)) continue; // 5.6.7.1; also ends circles.
            if (visited.Count == set.Limits.SearchedRoles)
                return new SearchResult.Absent($"{path} was not found in {visited.Count} roles.");
            if (!set.Targets.TryGetValue(chain, out TrustedFile<TargetsMetadata>? file))
                return new SearchResult.Needs(TargetsStep.Wanted(set, chain));
            if (file.Metadata.Targets.TryGetValue(path, out TargetEntry? entry)) return new SearchResult.Found(entry, chain);
            visited.Add(chain.Role);
            Push(waiting, chain, file.Metadata.Delegations, path, hardware);
        }

        return new SearchResult.Absent($"Nobody who may describe {path} does.");
    }

    private static void Push(
        Stack<DelegationChain> waiting, DelegationChain chain, Delegations? delegations, TargetPath path, HardwareId? hardware)
    {
        DelegatedRole[] asked = [.. delegations?.Roles.Where(role => role.IsAbout(path, hardware)) ?? []];
        int last = Array.FindIndex(asked, role => role.Terminating);
        if (last >= 0)
        {
            // 5.6.7.2.1: what comes after it, here and further up, is not asked.
            waiting.Clear();
            asked = asked[..(last + 1)];
        }

        foreach (DelegatedRole role in asked.Reverse()) waiting.Push(new DelegationChain(chain, role.Name));
    }
}
