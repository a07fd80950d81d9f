namespace Ota.Core.Rollouts;

/// <summary>What becomes of a rollout.</summary>
public static class RolloutMachine
{
    /// <summary>Applies one event.</summary>
    /// <returns>The rollout as it is now, the same object if it is so already; or null with a sentence that says what is in the way and what to do.</returns>
    public static (Rollout? Rollout, string Refusal) Apply(Rollout rollout, RolloutEvent happened, DateTimeOffset now) => throw new NotImplementedException();
}
