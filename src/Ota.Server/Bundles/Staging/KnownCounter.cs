namespace Ota.Server.Bundles.Staging;

/// <summary>The release counter of an image that was published as part of a bundle, still there or withdrawn.</summary>
internal sealed record KnownCounter
{
    public string Path { get; init; } = "";

    public string Sha256 { get; init; } = "";

    public string HardwareIds { get; init; } = "";

    public long ReleaseCounter { get; init; }
}
