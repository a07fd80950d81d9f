namespace Ota.Core.Rollouts.Policies;

/// <summary>The bounds of a policy.</summary>
internal static class PolicyLimits
{
    /// <summary>Waves whose sizes are given.</summary>
    public const int Waves = 50;

    /// <summary>Vehicles of one wave.</summary>
    public const long WaveSize = 1_000_000_000;

    public const int Growth = 10;

    public const int Permille = 1000;

    public const long Count = 1_000_000;

    public const int IgnitionCycles = 10_000;

    /// <summary>Metres: a million kilometres.</summary>
    public const long Metres = 1_000_000_000;

    public const int Windows = 24;

    public const long OffersPerHour = 1_000_000_000;

    public const int Markets = 300;

    public const int Priority = 1000;

    public const int Attempts = 20;

    public const int Postponed = 1000;

    public const int RecallReferences = 20;

    /// <summary>Of any wait that has no narrower bound: ten years.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>A vehicle that is out of reach must stop beginning installs soon after they were stopped here.</summary>
    public static readonly TimeSpan LongestPermit = TimeSpan.FromHours(72);

    /// <summary>A holiday, a winter or a month in a workshop is no reason to give a vehicle up.</summary>
    public static readonly TimeSpan ShortestWaitExpiry = TimeSpan.FromDays(60);

    public static readonly TimeSpan LongestBackoff = TimeSpan.FromDays(1);

    public static readonly TimeSpan LongestCoolOff = TimeSpan.FromDays(90);
}
