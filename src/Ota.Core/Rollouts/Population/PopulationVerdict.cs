using Ota.Core.Bundles.Director;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Population;

/// <summary>Judges vehicles, when a population is frozen and again right before each offer.</summary>
public static class PopulationVerdict
{
    /// <summary>Judges one.</summary>
    /// <param name="bundle">What the rollout brings.</param>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="policy">The rollout's policy.</param>
    /// <param name="now">When.</param>
    public static Verdict Of(OfferedBundle bundle, Candidate vehicle, RolloutPolicy policy, DateTimeOffset now) => throw new NotImplementedException();
}
