using Ota.Core.Rollouts;

namespace Ota.Server.Rollouts;

/// <summary>A rollout's name in the API, and as the one who tells vehicles something: "rollouts/{id}".</summary>
internal static class RolloutName
{
    public const string Prefix = "rollouts/";

    public static string Of(Rollout rollout) => Prefix + rollout.Id;
}
