using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>All that decides whether a vehicle may begin.</summary>
/// <param name="Rollout">As it is now.</param>
/// <param name="Install">As it is now.</param>
/// <param name="Offer">What the vehicle means to install.</param>
/// <param name="Attempt">The attempt that it would be.</param>
/// <param name="IsStaged">Whether the rollout's bundle may still be installed.</param>
/// <param name="UtcOffset">The vehicle's local time less UTC.</param>
internal sealed record StartQuestion(Rollout Rollout, Install Install, int Offer, int Attempt, bool IsStaged, TimeSpan UtcOffset);
