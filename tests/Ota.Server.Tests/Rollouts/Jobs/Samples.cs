using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Vehicles;

namespace Ota.Server.Tests.Rollouts.Jobs;

/// <summary>A rollout and an install of it, as a test of decisions wants them.</summary>
internal static class Samples
{
    public const string Nonce = "000102030405060708090a0b0c0d0e0f";

    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly string Digest = new('a', 64);

    public static Rollout Rollout(RolloutState state = RolloutState.Running, RolloutPolicy? policy = null) => new()
    {
        Number = 1,
        Id = Reports.Rollout,
        Title = "Battery fix",
        Bundle = Digest,
        State = state,
        Policy = policy ?? new RolloutPolicy(),
        PolicyDigest = "",
        PopulationDigest = "",
        Population = 1,
        Author = "anna",
        Created = Noon.AddDays(-1),
        Waves = 1,
    };

    public static Install Install(InstallState state = InstallState.Verified, int attempt = 1, params InstallTarget[] targets) => new()
    {
        Rollout = 1,
        Vehicle = 1,
        Wave = 1,
        State = state,
        Since = Noon.AddHours(-1),
        Offer = 1,
        Attempt = attempt,
        Targets = targets,
        Nonce = Nonce,
    };

    public static InstallTarget Target(string ecu, string sha256) => new(EcuSerial.TryParse(ecu)!, "", sha256, 1);
}
