using Ota.Core.Bundles.Manifests;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Population;

namespace Ota.Core.Rollouts.Explaining;

/// <summary>What an explanation is made from.</summary>
/// <param name="Rollout">The rollout.</param>
/// <param name="Wave">The vehicle's wave.</param>
/// <param name="Install">The vehicle in it.</param>
/// <param name="Verdict">What it would mean for the vehicle now; null where the install is past its offer.</param>
/// <param name="OtherJob">The id of another rollout that has the vehicle now; empty if none.</param>
/// <param name="LastContact">When the vehicle was last connected; null if never.</param>
/// <param name="IsOnline">Whether it is now.</param>
public sealed record ExplainFacts(
    Rollout Rollout, WaveBooks Wave, Install Install, Verdict? Verdict, string OtherJob, DateTimeOffset? LastContact, bool IsOnline)
{
    /// <summary>The preconditions of the bundle's manifest, so that sentences have their bounds; empty if they are not at hand.</summary>
    public IReadOnlyList<Precondition> Preconditions { get; init; } = [];

    /// <summary>The vehicle's local time less UTC; null if it is not known: then windows are not judged.</summary>
    public TimeSpan? UtcOffset { get; init; }
}
