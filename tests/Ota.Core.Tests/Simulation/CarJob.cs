using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Tests.Simulation;

/// <summary>A job as a car remembers it over power cuts.</summary>
internal sealed record CarJob
{
    public long Rollout { get; init; }

    public int Offer { get; init; }

    public string Nonce { get; set; } = "";

    /// <summary>ECU, image before, image after.</summary>
    public List<string[]> Targets { get; init; } = [];

    public DateTimeOffset Got { get; init; }

    public int Attempt { get; set; } = 1;

    public long Seq { get; set; } = 1;

    public InstallState Phase { get; set; } = InstallState.Acknowledged;

    public FailureReason? Reason { get; set; }

    public int Postponed { get; set; }

    public bool IsStopped { get; set; }

    public bool WantsProof { get; set; }

    public bool IsAcknowledged { get; set; }

    public DateTimeOffset? RetryAt { get; set; }

    public DateTimeOffset? AllowedAt { get; set; }

    public DateTimeOffset? PermitUntil { get; set; }

    /// <summary>The ECU that is its turn, forwards or backwards.</summary>
    public int Index { get; set; }

    public bool IsWriting { get; set; }

    public bool IsGoingBack { get; set; }

    public int Committed { get; set; }
}
