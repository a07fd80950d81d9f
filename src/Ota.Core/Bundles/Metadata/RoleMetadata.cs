using Ota.Core.Bundles.Json;

namespace Ota.Core.Bundles.Metadata;

/// <summary>The signed part of a file (TUF 4.2, Uptane 5.2.1).</summary>
public abstract record RoleMetadata
{
    /// <summary>The version of TUF that files are written by; those with the same major number are read.</summary>
    public const string SpecVersion = "1.0.31";

    /// <summary>The greatest version that we give a file: a widespread client in vehicles reads them into 32 bits.</summary>
    public const long MaxVersion = int.MaxValue;

    private protected RoleMetadata()
    {
    }

    /// <summary>The role that signs it.</summary>
    public abstract MetadataRole Role { get; }

    /// <summary>1 for the first, more for each later one.</summary>
    public required long Version { get; init; }

    /// <summary>From this moment on the file is worth nothing. In whole seconds, UTC.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Members beside those of the standard. They are signed like these.</summary>
    public JsonObject Extra { get; init; } = JsonObject.Empty;
}
