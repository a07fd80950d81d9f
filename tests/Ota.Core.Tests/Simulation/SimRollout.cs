using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Tests.Simulation;

/// <summary>A rollout as the simulated controller keeps it.</summary>
internal sealed class SimRollout(long number, string image, RolloutPolicy policy)
{
    public long Number { get; } = number;

    /// <summary>What every ECU shall run.</summary>
    public string Image { get; } = image;

    public RolloutPolicy Policy { get; } = policy;

    public RolloutState State { get; set; } = RolloutState.Running;

    public int Wave { get; set; } = 1;

    public DateTimeOffset? RevokedAt { get; set; }
}
