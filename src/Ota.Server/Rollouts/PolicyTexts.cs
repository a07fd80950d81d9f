using System.Collections.Concurrent;
using System.Text;
using Ota.Core.Rollouts.Policies;

namespace Ota.Server.Rollouts;

/// <summary>Policies by their digests, read once: a rollout's never changes, and every step of every install needs it.</summary>
internal sealed class PolicyTexts
{
    private const int MostKept = 1000; // Far above what runs at a time; when it is full it begins anew.

    private readonly ConcurrentDictionary<string, RolloutPolicy> _kept = [];

    /// <exception cref="InvalidDataException">The database has something else there.</exception>
    public RolloutPolicy Read(string digest, string text)
    {
        if (_kept.TryGetValue(digest, out RolloutPolicy? kept)) return kept;
        (RolloutPolicy? policy, IReadOnlyList<PolicyProblem> problems) = PolicyForm.Read(Encoding.UTF8.GetBytes(text));
        if (policy is null) throw new InvalidDataException($"The stored policy {digest} cannot be read: {problems[0].Pointer} {problems[0].Sentence}");
        if (_kept.Count >= MostKept) _kept.Clear();
        return _kept[digest] = policy;
    }
}
