using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Tests.Rollouts;

/// <summary>A rollout and installs of it as tests begin with.</summary>
internal static class TestRollout
{
    public const string Author = "ada";

    public static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static Rollout In(RolloutState state, RolloutPolicy? policy = null) => new()
    {
        Number = 7,
        Id = "0a1b2c3d4e5f",
        Title = "Brake fix",
        Bundle = new string('b', 64),
        State = state,
        Reason = "so far",
        Revision = 3,
        Policy = policy ?? new RolloutPolicy(),
        PolicyDigest = new string('c', 64),
        PopulationDigest = new string('d', 64),
        Population = 100,
        Author = Author,
        Created = Now.AddDays(-3),
        Started = state is RolloutState.Draft or RolloutState.Approved or RolloutState.Cancelled ? null : Now.AddDays(-2),
        Ended = state >= RolloutState.Completed ? Now.AddDays(-1) : null,
        Wave = state is RolloutState.Draft or RolloutState.Approved or RolloutState.Cancelled ? 0 : 1,
        Waves = 2,
        WaveOpened = state is RolloutState.Draft or RolloutState.Approved or RolloutState.Cancelled ? null : Now.AddDays(-2),
        Approver = state is RolloutState.Draft ? "" : "bob",
    };

    public static Install Install(InstallState state, int wave = 1) => new() { Rollout = 7, Vehicle = 1, Wave = wave, State = state, Since = Now.AddDays(-1) };
}
