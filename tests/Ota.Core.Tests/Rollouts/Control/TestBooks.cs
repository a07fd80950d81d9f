using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Tests.Rollouts.Control;

/// <summary>Books and rollouts for decisions.</summary>
internal static class TestBooks
{
    public static readonly DateTimeOffset Now = TestRollout.Now;

    public static WaveBooks Wave(int wave, params (InstallState State, long Count)[] states) =>
        new(wave, states.Sum(one => one.Count), Now.AddDays(-2)) { States = states.ToDictionary(one => one.State, one => one.Count) };

    /// <summary>Wave 1 is proven and soaked, wave 2 waits; nobody is held back.</summary>
    public static WaveBooks[] Soaked() =>
    [
        Wave(0, (InstallState.NotApplicable, 3)),
        Wave(1, (InstallState.Confirmed, 18), (InstallState.WaitConsent, 2)) with { Begun = 18, Soaked = 15, ProvenAt = Now.AddHours(-24) },
        Wave(2, (InstallState.Targeted, 60)) with { Opened = null },
    ];

    public static Rollout Running(RolloutPolicy? policy = null, int wave = 1, int waves = 2) =>
        TestRollout.In(RolloutState.Running, policy) with { Wave = wave, Waves = waves };

    public static RolloutAct[] Decide(Rollout rollout, params WaveBooks[] books) => [.. RolloutControl.Decide(rollout, books, [], Now)];
}
