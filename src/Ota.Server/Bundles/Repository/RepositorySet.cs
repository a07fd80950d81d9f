using System.Collections.Immutable;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.Server.Bundles.Repository;

/// <summary>The newest files of the Image repository, which belong together. A set never changes.</summary>
internal sealed record RepositorySet
{
    public TrustedFile<RootMetadata>? Root { get; init; }

    /// <summary>Null, as the snapshot is, until there are targets: clients could do nothing with it.</summary>
    public TrustedFile<TimestampMetadata>? Timestamp { get; init; }

    public TrustedFile<SnapshotMetadata>? Snapshot { get; init; }

    /// <summary>Also of roles that nothing is delegated to any more: a snapshot goes on listing what it ever listed (TUF 5.5.5).</summary>
    public ImmutableSortedDictionary<string, TrustedFile<TargetsMetadata>> Targets { get; init; } =
        ImmutableSortedDictionary.Create<string, TrustedFile<TargetsMetadata>>(StringComparer.Ordinal);

    public TargetsMetadata? Top => Targets.GetValueOrDefault(RoleName.Targets.Value)?.Metadata;

    public IReadOnlyList<DelegatedRole> Delegations => Top?.Delegations?.Roles ?? [];

    public IEnumerable<MetadataFile> Files
    {
        get
        {
            if (Root is not null) yield return MetadataFile.Of(Root);
            foreach ((string role, TrustedFile<TargetsMetadata> file) in Targets)
                yield return MetadataFile.Of(RepositoryWords.RoleOf(role)!.Value, file);
            if (Snapshot is not null) yield return MetadataFile.Of(Snapshot);
            if (Timestamp is not null) yield return MetadataFile.Of(Timestamp); // Last: it makes the others known.
        }
    }

    public static RepositorySet Read(IEnumerable<MetadataFile> newest)
    {
        RepositorySet set = new();
        foreach (MetadataFile file in newest)
        {
            ReadOnlySpan<byte> bytes = file.Bytes.Span;
            set = file.Role switch
            {
                "root" => set with { Root = SignedFile.Read<RootMetadata>(bytes, MetadataRole.Root, file.Name) },
                "timestamp" => set with { Timestamp = SignedFile.Read<TimestampMetadata>(bytes, MetadataRole.Timestamp, file.Name) },
                "snapshot" => set with { Snapshot = SignedFile.Read<SnapshotMetadata>(bytes, MetadataRole.Snapshot, file.Name) },
                _ => set.With(file.Role, SignedFile.Read<TargetsMetadata>(bytes, MetadataRole.Targets, file.Name)),
            };
        }

        return set;
    }

    public RepositorySet With(string role, TrustedFile<TargetsMetadata> file) => this with { Targets = Targets.SetItem(role, file) };

    /// <summary>Null if nothing is delegated to the role, or there is no root yet.</summary>
    public RoleSigners? SignersOf(RoleName role)
    {
        if (role != RoleName.Targets) return RoleSigners.Of(Top?.Delegations, role);
        return Root is null ? null : RoleSigners.Of(Root.Metadata);
    }
}
