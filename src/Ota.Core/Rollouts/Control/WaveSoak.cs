using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Control;

/// <summary>Whether a wave has shown enough for the next one: proofs, then time, and use in that time.</summary>
internal static class WaveSoak
{
    /// <summary>Whether the share of proofs is there. A wave that everybody has left proves nothing and holds up nothing.</summary>
    public static bool IsProven(WaveBooks wave, SoakPolicy soak)
    {
        long eligible = Eligible(wave);
        return wave.Of(InstallState.Confirmed) * 1000 >= soak.ConfirmedPermille * eligible;
    }

    /// <summary>Whether the next wave may open. The share must be there still: vehicles that lost the fix again do not speak for it.</summary>
    public static bool IsOver(WaveBooks wave, SoakPolicy soak, DateTimeOffset now) =>
        wave.ProvenAt is { } proven && now - proven >= soak.Time && IsProven(wave, soak) && wave.Soaked >= Needed(wave, soak);

    /// <summary>Vehicles that must have been used: as many as the policy says, or all that are proven if they are fewer, and one at least.</summary>
    public static long Needed(WaveBooks wave, SoakPolicy soak)
    {
        if (soak.Vehicles == 0 || Eligible(wave) == 0) return 0;
        return Math.Clamp(wave.Of(InstallState.Confirmed), 1, soak.Vehicles);
    }

    // Whoever turned out to need nothing, or left, cannot prove anything any more.
    private static long Eligible(WaveBooks wave) => wave.Size - wave.Count(state =>
        state is InstallState.AlreadyCompliant or InstallState.NotApplicable or InstallState.Superseded or InstallState.RemovedFromService);
}
