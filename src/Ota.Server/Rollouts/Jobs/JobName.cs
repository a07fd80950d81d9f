namespace Ota.Server.Rollouts.Jobs;

/// <summary>How a vehicle names a job: a rollout's id and the count of the offer.</summary>
internal readonly record struct JobName(string Rollout, int Offer)
{
    private const int Digits = 12;

    /// <returns>Null if no job has such a name.</returns>
    public static JobName? TryMake(string rollout, uint offer) =>
        rollout.Length == Digits && rollout.All(char.IsAsciiHexDigitLower) && offer is > 0 and <= int.MaxValue
            ? new JobName(rollout, (int)offer)
            : null;
}
