namespace Ota.Core.Rollouts.Control;

/// <summary>What the controller does next with a running rollout.</summary>
public abstract record RolloutAct
{
    private RolloutAct()
    {
    }

    /// <summary>Opens a wave.</summary>
    /// <param name="Wave">Its number.</param>
    public sealed record OpenWave(int Wave) : RolloutAct;

    /// <summary>Offers to vehicles of opened waves that are TARGETED and due.</summary>
    /// <param name="Market">Of this market; empty for those without one.</param>
    /// <param name="Most">At most so many now.</param>
    public sealed record Offer(string Market, long Most) : RolloutAct;

    /// <summary>Stops offers and starts until a person has looked.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Evidence">What speaks for it, to be kept with <see cref="RolloutEvent.Held"/>.</param>
    public sealed record Hold(string Reason, GuardEvidence Evidence) : RolloutAct;

    /// <summary>Stops for good.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Halt(string Reason) : RolloutAct;

    /// <summary>Notes that a wave has reached its share of proofs: its soak begins.</summary>
    /// <param name="Wave">Which.</param>
    public sealed record NoteProven(int Wave) : RolloutAct;

    /// <summary>Ends the rollout.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Complete(string Reason) : RolloutAct;
}
