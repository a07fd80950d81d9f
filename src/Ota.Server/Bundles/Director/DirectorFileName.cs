using System.Globalization;
using Ota.Core.Bundles.Director;
using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Director;

/// <summary>The name of a file as clients ask for it: timestamp.json, 7.snapshot.json, or a name without version for the newest.</summary>
internal sealed record DirectorFileName(MetadataRole Role, long? Version)
{
    /// <returns>Null if no file has such a name.</returns>
    public static DirectorFileName? TryParse(string? text)
    {
        if (text is null || text.Length > 32) return null;
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        string name = dot > 0 && char.IsAsciiDigit(text[0]) ? text[(dot + 1)..] : text;
        MetadataRole? role = name switch
        {
            "root.json" => MetadataRole.Root,
            "timestamp.json" => MetadataRole.Timestamp,
            "snapshot.json" => MetadataRole.Snapshot,
            "targets.json" => MetadataRole.Targets,
            _ => null,
        };
        if (role is null) return null;
        if (name.Length == text.Length) return new DirectorFileName(role.Value, null);
        // One name for one file, so 01.root.json is none.
        bool isVersion = long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out long version)
            && text[0] != '0' && role != MetadataRole.Timestamp;
        return isVersion ? new DirectorFileName(role.Value, version) : null;
    }

    /// <returns>Null if the vehicle has no such file, or not any more.</returns>
    public DirectorFile? FindIn(DirectorFiles files)
    {
        DirectorFile?[] kept = Role switch
        {
            MetadataRole.Timestamp => [files.Timestamp],
            MetadataRole.Snapshot => [files.Snapshot, files.EarlierSnapshot],
            _ => [files.Targets, files.EarlierTargets],
        };
        return Version is null ? kept[0] : Array.Find(kept, file => file?.Version == Version);
    }
}
