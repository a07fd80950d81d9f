using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Population;

/// <summary>How a rollout would go, by how the fleet was in contact lately: waves, soak, caps and windows included.</summary>
public static class RolloutPlanner
{
    /// <summary>Expects.</summary>
    /// <param name="facts">The fleet.</param>
    /// <param name="policy">The policy.</param>
    public static ExpectedCourse Expect(PlanFacts facts, RolloutPolicy policy) => throw new NotImplementedException();
}
