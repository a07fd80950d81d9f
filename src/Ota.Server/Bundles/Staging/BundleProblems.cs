using Ota.Core.Bundles.Manifests;
using Ota.Server.Hosting;

namespace Ota.Server.Bundles.Staging;

/// <summary>Everything that was found wrong with a manifest, here and in itself.</summary>
internal sealed class BundleProblems(IEnumerable<ManifestProblem> found)
{
    private readonly List<V1.BundleProblem> _all =
        [.. found.Select(problem => new V1.BundleProblem { Pointer = problem.Pointer, Message = problem.Sentence })];

    public IReadOnlyList<V1.BundleProblem> All => _all;

    public void Add(string pointer, string sentence)
    {
        if (_all.Count < ManifestLimits.Problems) _all.Add(new V1.BundleProblem { Pointer = pointer, Message = sentence });
    }

    public void AddImage(int index, string member, string sentence) => Add(OfImage(index, member), sentence);

    public void AddItem(string list, int index, string sentence) => Add(JsonPointer.Item(JsonPointer.Member(JsonPointer.Root, list), index), sentence);

    public void AddMissing(string pointer, string sha256, string sentence) =>
        _all.Add(new V1.BundleProblem { Pointer = pointer, Message = sentence, MissingArtifact = sha256 });

    public static string OfImage(int index, string member) => JsonPointer.Member(JsonPointer.Item("/images", index), member);

    /// <exception cref="Grpc.Core.RpcException">There is one: INVALID_ARGUMENT, each with its pointer as the field.</exception>
    public void ThrowIfAny()
    {
        Violations violations = new();
        foreach (V1.BundleProblem problem in _all) violations.Add(problem.Pointer.Length == 0 ? "manifest" : problem.Pointer, problem.Message);
        violations.ThrowIfAny();
    }
}
