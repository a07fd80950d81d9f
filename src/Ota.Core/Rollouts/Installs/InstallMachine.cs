using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Installs;

/// <summary>What becomes of an install.</summary>
public static class InstallMachine
{
    /// <summary>Applies one event. Late, repeated and reordered events leave the state that the clean sequence leaves.</summary>
    /// <param name="install">As it is.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="policy">The rollout's policy.</param>
    /// <param name="now">When.</param>
    public static InstallStep Apply(Install install, InstallEvent happened, RolloutPolicy policy, DateTimeOffset now) => throw new NotImplementedException();
}
