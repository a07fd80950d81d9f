using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Rollouts.Population;

/// <summary>What a rollout means for one vehicle, by its last inventory.</summary>
/// <param name="State">Targeted, AlreadyCompliant, NotApplicable or RemovedFromService.</param>
/// <param name="Reason">Why it is not applicable, or what is in the way of an offer as things are; null if nothing.</param>
/// <param name="Sentence">The same for people; empty if nothing is in the way.</param>
public sealed record Verdict(InstallState State, FailureReason? Reason, string Sentence)
{
    /// <summary>What its ECUs would have to run; empty if it is not known or means nothing.</summary>
    public IReadOnlyList<InstallTarget> Targets { get; init; } = [];

    /// <summary>Whether it can be offered the bundle now.</summary>
    public bool IsOfferable => State == InstallState.Targeted && Reason is null;
}
