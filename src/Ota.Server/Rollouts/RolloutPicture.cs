using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts;

/// <summary>A rollout with its books, all of one moment.</summary>
internal sealed record RolloutPicture(Rollout Rollout)
{
    /// <summary>In order, wave 0 first.</summary>
    public IReadOnlyList<WaveBooks> Waves { get; init; } = [];

    public IReadOnlyList<(InstallState State, FailureReason? Reason, long Vehicles)> Verdicts { get; init; } = [];

    /// <summary>Rises with every change of an install.</summary>
    public long Steps { get; init; }

    public IReadOnlyDictionary<WorkList, long> Work { get; init; } = new Dictionary<WorkList, long>();

    public IReadOnlyDictionary<FailureFamily, long> Failures { get; init; } = new Dictionary<FailureFamily, long>();

    /// <summary>What else a list of rollouts leaves out; null in lists.</summary>
    public RolloutDetails? Details { get; init; }
}
