namespace Ota.Core.Bundles.Manifests;

/// <summary>A condition that a manifest may set.</summary>
/// <param name="Name">How the manifest calls it.</param>
/// <param name="Kind">Its form.</param>
/// <param name="Meaning">For people.</param>
public sealed record PreconditionTerm(string Name, PreconditionKind Kind, string Meaning)
{
    /// <summary>The smallest number that makes sense.</summary>
    public long Least { get; init; }

    /// <summary>The greatest.</summary>
    public long Most { get; init; }

    /// <summary>The words that there are.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}
