using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository;

/// <summary>What the Image repository says now.</summary>
/// <param name="Root">The newest root.</param>
/// <param name="Targets">The top targets.</param>
/// <param name="Delegated">The files of the roles that something is delegated to.</param>
/// <param name="SnapshotVersion">Of the newest snapshot.</param>
/// <param name="TimestampVersion">Of the newest timestamp.</param>
internal sealed record ImageView(
    RootMetadata Root,
    TargetsMetadata Targets,
    IReadOnlyDictionary<RoleName, TargetsMetadata> Delegated,
    long SnapshotVersion,
    long TimestampVersion)
{
    /// <summary>Null until targets are published.</summary>
    public static ImageView? Of(RepositorySet set)
    {
        if (set is not { Root: { } root, Top: { } top, Snapshot: { } snapshot, Timestamp: { } timestamp }) return null;
        Dictionary<RoleName, TargetsMetadata> delegated =
            set.Delegations.ToDictionary(role => role.Name, role => set.Targets[role.Name.Value].Metadata);
        return new ImageView(root.Metadata, top, delegated, snapshot.Metadata.Version, timestamp.Metadata.Version);
    }

    /// <summary>The file of a role; null if nothing is delegated to it.</summary>
    public TargetsMetadata? FileOf(RoleName role) => role == RoleName.Targets ? Targets : Delegated.GetValueOrDefault(role);
}
