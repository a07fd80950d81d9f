namespace Ota.Core.Bundles.Manifests.Reading;

/// <summary>What was found so far, as much as is told.</summary>
internal sealed class ProblemList
{
    private readonly List<ManifestProblem> _found = [];

    public IReadOnlyList<ManifestProblem> Found => _found;

    /// <summary>How often something was added, told or not.</summary>
    public int Count { get; private set; }

    /// <summary>Whether more is not told, so that no work has to go into it.</summary>
    public bool IsFull => Count >= ManifestLimits.Problems;

    public void Add(string pointer, string sentence)
    {
        if (++Count <= ManifestLimits.Problems) _found.Add(new ManifestProblem(pointer, sentence));
    }
}
