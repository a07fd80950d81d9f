using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.Server.Bundles.Repository;

/// <summary>A published file.</summary>
/// <param name="Name">As clients ask for it.</param>
/// <param name="Role">"root", "timestamp", "snapshot", or the name of a targets role.</param>
/// <param name="Version">Its version.</param>
/// <param name="Bytes">The file.</param>
internal sealed record MetadataFile(string Name, string Role, long Version, ReadOnlyMemory<byte> Bytes)
{
    public static MetadataFile Of(TrustedFile<RootMetadata> file) => Of(file, RepositoryFiles.Root(file.Metadata.Version), "root");

    public static MetadataFile Of(TrustedFile<TimestampMetadata> file) => Of(file, RepositoryFiles.Timestamp, "timestamp");

    public static MetadataFile Of(TrustedFile<SnapshotMetadata> file) => Of(file, RepositoryFiles.Snapshot(file.Metadata.Version), "snapshot");

    public static MetadataFile Of(RoleName role, TrustedFile<TargetsMetadata> file) =>
        Of(file, RepositoryFiles.Targets(file.Metadata.Version, role), role.Value);

    private static MetadataFile Of<T>(TrustedFile<T> file, string name, string role)
        where T : RoleMetadata =>
        new(name, role, file.Metadata.Version, file.Envelope.Bytes);
}
