namespace Ota.Core.Bundles.Manifests;

/// <summary>What a vehicle must be like before it installs; names and bounds are those of <see cref="PreconditionVocabulary"/>.</summary>
public abstract record Precondition
{
    private Precondition(string name) => Name = name;

    /// <summary>Which condition.</summary>
    public string Name { get; }

    /// <summary>Something has to be so.</summary>
    public sealed record Flag(string Name) : Precondition(Name);

    /// <summary>A number has a bound; whether at least or at most, the name says.</summary>
    /// <param name="Name">Which condition.</param>
    /// <param name="Value">The bound, in the unit that the name says.</param>
    public sealed record Bound(string Name, long Value) : Precondition(Name);

    /// <summary>A number is within a range, both ends included.</summary>
    /// <param name="Name">Which condition.</param>
    /// <param name="Min">The lower end.</param>
    /// <param name="Max">The upper end.</param>
    public sealed record Range(string Name, long Min, long Max) : Precondition(Name);

    /// <summary>A state is one of some.</summary>
    /// <param name="Name">Which condition.</param>
    /// <param name="Words">The states.</param>
    public sealed record OneOf(string Name, IReadOnlyList<string> Words) : Precondition(Name);
}
