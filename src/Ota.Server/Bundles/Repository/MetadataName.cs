namespace Ota.Server.Bundles.Repository;

/// <summary>A published file without its content.</summary>
internal sealed class MetadataName
{
    public string File { get; init; } = "";

    public string Role { get; init; } = "";

    public long Version { get; init; }

    public long Length { get; init; }
}
