namespace Ota.Server.Rollouts.Installs;

/// <summary>Which install: numbers of rollout and vehicle. In the order in which rows are taken, so that nobody waits in a circle.</summary>
internal readonly record struct InstallKey(long Rollout, long Vehicle) : IComparable<InstallKey>
{
    public int CompareTo(InstallKey other) => (Rollout, Vehicle).CompareTo((other.Rollout, other.Vehicle));
}
