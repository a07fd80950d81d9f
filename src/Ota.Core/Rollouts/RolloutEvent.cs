using Ota.Core.Rollouts.Control;

namespace Ota.Core.Rollouts;

/// <summary>Something that operators or the controller do with a rollout.</summary>
public abstract record RolloutEvent
{
    private RolloutEvent()
    {
    }

    /// <summary>A person approved: refused for its author.</summary>
    /// <param name="Operator">Who.</param>
    public sealed record Approved(string Operator) : RolloutEvent;

    /// <summary>An operator starts it.</summary>
    public sealed record Started : RolloutEvent;

    /// <summary>An operator pauses it.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Paused(string Reason) : RolloutEvent;

    /// <summary>An operator lets it go on, after a pause or a hold.</summary>
    /// <param name="Reason">Why that is right.</param>
    /// <param name="Operator">Who: after a hold it is refused for the author.</param>
    public sealed record Resumed(string Reason, string Operator = "") : RolloutEvent;

    /// <summary>The controller holds it.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Evidence">What the guard saw; null if it was something else, such as a signature that does not hold.</param>
    public sealed record Held(string Reason, GuardEvidence? Evidence = null) : RolloutEvent;

    /// <summary>It is stopped for good.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Halted(string Reason) : RolloutEvent;

    /// <summary>Given up before it was started.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Cancelled(string Reason) : RolloutEvent;

    /// <summary>Its bundle must not be installed any more.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Revoked(string Reason) : RolloutEvent;

    /// <summary>The controller opens the next wave.</summary>
    /// <param name="Wave">Its number: one more than the last.</param>
    public sealed record WaveOpened(int Wave) : RolloutEvent;

    /// <summary>The controller found nothing left to do.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Completed(string Reason) : RolloutEvent;

    /// <summary>An approved amendment added vehicles to the population.</summary>
    /// <param name="Vehicles">How many.</param>
    /// <param name="PopulationDigest">The digest over all that are frozen now.</param>
    public sealed record Amended(long Vehicles, string PopulationDigest) : RolloutEvent;
}
