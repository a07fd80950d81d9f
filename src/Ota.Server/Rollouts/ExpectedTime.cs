using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts;

/// <summary>When 99 of 100 vehicles that can be reached are proven, if it goes on as in the last hour.</summary>
internal static class ExpectedTime
{
    private const double Share = 0.99;

    // Finer would only make it another time at every look.
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    // Beyond this a rate says nothing.
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(2 * 365);

    private static readonly InstallState[] OutOfReach = [InstallState.Unreachable, InstallState.RemovedFromService, InstallState.Superseded];

    /// <returns>Null if that cannot be said: nothing is being proven, or it is done.</returns>
    public static DateTimeOffset? Of(RolloutPicture picture, long proofsAnHour, DateTimeOffset now)
    {
        if (picture.Rollout.State != RolloutState.Running || proofsAnHour <= 0) return null;
        long reachable = 0, proven = 0;
        foreach (WaveBooks wave in picture.Waves.Where(wave => wave.Wave > 0))
        {
            reachable += wave.Size - OutOfReach.Sum(state => wave.States.GetValueOrDefault(state));
            proven += wave.States.GetValueOrDefault(InstallState.Confirmed);
        }

        double left = (Share * reachable) - proven;
        if (left <= 0) return null;
        double hours = left / proofsAnHour;
        return hours < Farthest.TotalHours ? RoundUp(now.AddHours(hours)) : null;
    }

    private static DateTimeOffset RoundUp(DateTimeOffset time) => time.AddTicks((Step.Ticks - (time.UtcTicks % Step.Ticks)) % Step.Ticks);
}
