namespace Ota.Core.Rollouts.Control;

/// <summary>What the controller does next: decided from what is counted, so that it takes no longer for a million vehicles.</summary>
public static class RolloutControl
{
    /// <summary>Decides.</summary>
    /// <param name="rollout">A running one.</param>
    /// <param name="books">Its waves, in order, wave 0 among them.</param>
    /// <param name="paces">Its markets.</param>
    /// <param name="now">When.</param>
    public static IReadOnlyList<RolloutAct> Decide(Rollout rollout, IReadOnlyList<WaveBooks> books, IReadOnlyList<MarketPace> paces, DateTimeOffset now) =>
        throw new NotImplementedException();
}
