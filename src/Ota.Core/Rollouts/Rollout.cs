using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts;

/// <summary>One bundle for one frozen population.</summary>
public sealed record Rollout
{
    /// <summary>Its number, for joins.</summary>
    public required long Number { get; init; }

    /// <summary>Its name: 12 lower-case hexadecimal digits, random.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Title { get; init; }

    /// <summary>SHA-256 of the bundle's manifest: every wave gets this digest and no other.</summary>
    public required string Bundle { get; init; }

    /// <summary>Where it stands.</summary>
    public required RolloutState State { get; init; }

    /// <summary>Why it stands there, for people; empty if that goes without saying.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Rises with every change that is stored.</summary>
    public long Revision { get; init; }

    /// <summary>How it goes about it.</summary>
    public required RolloutPolicy Policy { get; init; }

    /// <summary>SHA-256 of the policy's canonical form.</summary>
    public required string PolicyDigest { get; init; }

    /// <summary>SHA-256 over the frozen population: every vehicle with verdict and wave, in order.</summary>
    public required string PopulationDigest { get; init; }

    /// <summary>How many vehicles were frozen, amendments included.</summary>
    public required long Population { get; init; }

    /// <summary>Who made it: an operator's name.</summary>
    public required string Author { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was started; null before.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The last wave that was opened, from 1; 0 before the first.</summary>
    public int Wave { get; init; }

    /// <summary>How many waves it has, the hold-back not counted.</summary>
    public required int Waves { get; init; }

    /// <summary>When the last wave was opened.</summary>
    public DateTimeOffset? WaveOpened { get; init; }

    /// <summary>Approved by whom; empty before.</summary>
    public string Approver { get; init; } = "";

    /// <summary>
    /// What the guard saw when it held last; null before. Who lets the rollout go on has judged that much, so from then on only what comes on top
    /// counts: without it the guard would hold again at once.
    /// </summary>
    public GuardEvidence? Judged { get; init; }
}
