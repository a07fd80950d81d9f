namespace Ota.Core.Bundles.Manifests;

/// <summary>What people are told before an update, in one language (UN R156, 7.2.2.2 and 7.2.2.4).</summary>
public sealed record UserText
{
    /// <summary>A heading.</summary>
    public required string Title { get; init; }

    /// <summary>What the update is for, and how urgent it is.</summary>
    public required string Purpose { get; init; }

    /// <summary>What will be different afterwards.</summary>
    public required string Changes { get; init; }

    /// <summary>How long it takes.</summary>
    public required string Duration { get; init; }

    /// <summary>What cannot be used meanwhile.</summary>
    public required string Unavailable { get; init; }

    /// <summary>What to do so that it goes well.</summary>
    public required string Instructions { get; init; }

    /// <summary>What is to be read anew in the manual; empty if nothing.</summary>
    public string Manual { get; init; } = "";
}
