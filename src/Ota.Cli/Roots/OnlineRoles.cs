using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Roots;

/// <summary>Gives the roles that the server signs for its keys, each enough alone: they are on one machine anyway.</summary>
internal static class OnlineRoles
{
    public static RootMetadata Fill(RootMetadata root, ILookup<MetadataRole, TufKey> keys) =>
        keys.Aggregate(Emptied(root, keys), (so, role) => RootEdit.Fill(so, role.Key, role.Select(key => (key, $"The server's key {key.Id}")), threshold: 1));

    // All at once, so that a key may move from one role to another.
    private static RootMetadata Emptied(RootMetadata root, ILookup<MetadataRole, TufKey> keys) =>
        keys.Aggregate(root, (so, role) => RootEdit.Empty(so, role.Key));
}
