namespace Ota.Core.Rollouts;

/// <summary>Where a rollout stands. The values are stored.</summary>
public enum RolloutState
{
    /// <summary>Its population is frozen; nobody has approved it.</summary>
    Draft = 1,

    /// <summary>Somebody else than its author approved bundle, population and policy.</summary>
    Approved = 2,

    /// <summary>It offers and lets vehicles begin.</summary>
    Running = 3,

    /// <summary>An operator stopped offers and starts; what has begun to install finishes.</summary>
    Paused = 4,

    /// <summary>The same, by the controller, until a person has looked.</summary>
    Held = 5,

    /// <summary>Every vehicle of it has ended, or the deadline passed.</summary>
    Completed = 6,

    /// <summary>Stopped for good, by evidence or by an operator; no offer stands any more.</summary>
    Halted = 7,

    /// <summary>Given up before it began.</summary>
    Cancelled = 8,

    /// <summary>Its bundle must not be installed any more: no install begins after the last permit has ended.</summary>
    Revoked = 9,
}
