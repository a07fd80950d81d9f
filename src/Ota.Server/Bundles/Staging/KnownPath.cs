namespace Ota.Server.Bundles.Staging;

/// <summary>A path that a bundle lists or that was published once.</summary>
internal sealed record KnownPath
{
    public string Path { get; init; } = "";

    public string Sha256 { get; init; } = "";

    /// <summary>"bundles/{digest}"; empty if no bundle lists it.</summary>
    public string Bundle { get; init; } = "";

    /// <summary>The open change that takes it away; null if there is none.</summary>
    public string? LeavingBy { get; init; }
}
