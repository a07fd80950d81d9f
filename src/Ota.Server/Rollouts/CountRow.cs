namespace Ota.Server.Rollouts;

/// <summary>One count of one wave.</summary>
internal sealed class CountRow
{
    public long Rollout { get; init; }

    public long Wave { get; init; }

    public string What { get; init; } = "";

    public long Count { get; init; }
}
