using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Installs;

/// <summary>That a vehicle lives, and how much it was used.</summary>
internal static class InstallContacts
{
    // Vehicles that talk often must not make a write each time; silence is counted in days.
    private static readonly TimeSpan WorthNoting = TimeSpan.FromHours(1);

    public static InstallStep Hear(Install install, VehicleUse? use, RolloutPolicy policy, DateTimeOffset now)
    {
        bool isConfirmed = install.State == InstallState.Confirmed;
        VehicleUse? latest = Greater(install.Use, use);
        if (isConfirmed && BookMarks.Of(install, policy, now).Soaked) return InstallMachine.Ignore(install, IgnoredBecause.Ended);
        bool isNews = isConfirmed
            ? latest != install.Use || (install.UseAtProof is null && use is not null)
            : !IsRecent(install, now) || install.State == InstallState.Unreachable;
        if (!isNews) return InstallMachine.Ignore(install, IgnoredBecause.Repeated);
        Install next = Returned(install, now) with { HeardAt = now, Use = latest };
        // What it was used before its proof does not count: from the first word after it, if there was none with it.
        if (isConfirmed && use is not null) next = next with { UseAtProof = install.UseAtProof ?? latest };
        return new InstallStep(next, []);
    }

    public static bool IsRecent(Install install, DateTimeOffset now) => install.HeardAt is { } heard && now - heard < WorthNoting;

    /// <summary>A vehicle that was given up for its silence goes on where it was, and the time of its absence does not count against it.</summary>
    public static Install Returned(Install install, DateTimeOffset now) =>
        install.EndedAs == InstallState.Unreachable
            ? install with { EndedAs = null, OfferedAt = now, WaitingSince = install.WaitingSince is null ? null : now }
            : install;

    private static VehicleUse? Greater(VehicleUse? one, VehicleUse? other) =>
        one is { } a && other is { } b
            ? new VehicleUse(Math.Max(a.IgnitionCycles, b.IgnitionCycles), Math.Max(a.OdometerMetres, b.OdometerMetres))
            : one ?? other;
}
