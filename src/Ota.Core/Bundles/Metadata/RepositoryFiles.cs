using System.Globalization;

namespace Ota.Core.Bundles.Metadata;

/// <summary>
/// The names of files in a repository whose names carry versions and hashes (TUF 6.2, Uptane 5.2.7), relative to its folder. Role names
/// stand in them as they are; in a URL they are percent-encoded.
/// </summary>
public static class RepositoryFiles
{
    /// <summary>The one file whose version nobody can know before reading it.</summary>
    public const string Timestamp = "timestamp.json";

    /// <summary>A root, such as 2.root.json.</summary>
    public static string Root(long version) => Versioned(version, "root.json");

    /// <summary>A snapshot, such as 7.snapshot.json.</summary>
    public static string Snapshot(long version) => Versioned(version, "snapshot.json");

    /// <summary>A targets file, such as 3.targets.json or 1.supplier-a.json.</summary>
    public static string Targets(long version, RoleName role) => Versioned(version, role.FileName);

    /// <summary>An image, such as brake/HASH.fw-2.0.bin. It is found under each of its hashes.</summary>
    public static IEnumerable<string> Images(TargetPath path, FileHashes hashes)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        int name = path.Value.LastIndexOf('/') + 1;
        return new[] { hashes.Sha256, hashes.Sha512 }.OfType<string>().Select(hash => $"{path.Value[..name]}{hash}.{path.Value[name..]}");
    }

    private static string Versioned(long version, string name) => string.Create(CultureInfo.InvariantCulture, $"{version}.{name}");
}
