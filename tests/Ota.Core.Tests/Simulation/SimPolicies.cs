using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Tests.Simulation;

/// <summary>How simulated rollouts go about it.</summary>
internal static class SimPolicies
{
    /// <summary>One wave, and a guard that sees nothing.</summary>
    public static RolloutPolicy AllAtOnce { get; } = new()
    {
        Waves = [1_000_000],
        Guard = new() { FailedCount = 1_000_000, SilentCount = 1_000_000, FaultCount = 1_000_000 },
    };

    /// <summary>Any, from the beginning of the world.</summary>
    public static RolloutPolicy Draw(Random random, DateTimeOffset start) => new()
    {
        Waves = [random.Next(1, 4)],
        Growth = random.Next(1, 4),
        HoldBackPermille = random.Next(4) == 0 ? 250 : 0,
        Soak = new()
        {
            ConfirmedPermille = random.Next(3) * 300,
            Time = TimeSpan.FromHours(random.Next(1, 48)),
            Vehicles = random.Next(3),
            IgnitionCycles = random.Next(3),
            Metres = random.Next(2) * 9_000,
        },
        Guard = new()
        {
            FailedCount = random.Next(1, 4),
            SilentCount = random.Next(1, 4),
            FaultCount = random.Next(1, 3),
            SilentAfter = TimeSpan.FromHours(random.Next(12, 100)),
        },
        OffersPerHour = random.Next(3) == 0 ? random.Next(1, 3) : 0,
        Windows = random.Next(6) == 0 ? [new(22 * 60, 12 * 60)] : [],
        OfferExpiry = TimeSpan.FromDays(random.Next(5, 90)),
        UnreachableAfter = TimeSpan.FromDays(random.Next(15, 60)),
        Permit = TimeSpan.FromHours(random.Next(1, 73)),
        MaxAttempts = random.Next(1, 5),
        Deadline = random.Next(4) == 0 ? start + TimeSpan.FromDays(random.Next(10, 60)) : null,
    };
}
