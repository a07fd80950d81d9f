using Ota.Core.Bundles.Keys;

namespace Ota.Core.Bundles.Metadata;

/// <summary>root.json (TUF 4.3, Uptane 5.2.2): the keys of the four roles.</summary>
public sealed record RootMetadata : RoleMetadata
{
    /// <inheritdoc />
    public override MetadataRole Role => MetadataRole.Root;

    /// <summary>Whether file names carry versions and hashes (TUF 6.2). Ours always do.</summary>
    public bool ConsistentSnapshot { get; init; } = true;

    /// <summary>The keys by their ids.</summary>
    public required IReadOnlyDictionary<KeyId, TufKey> Keys { get; init; }

    /// <summary>Who signs for each of the four roles.</summary>
    public required IReadOnlyDictionary<MetadataRole, RoleKeys> Roles { get; init; }

    /// <summary>The keys of a role.</summary>
    public KeyRing RingOf(MetadataRole role) => new(Keys, Roles[role]);
}
