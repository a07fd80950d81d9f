namespace Ota.Server.Rollouts;

/// <summary>Something that happened to a rollout, as stored.</summary>
internal sealed class RolloutEventRow
{
    public const string Columns = "number, time, actor, kind, text";

    public long Number { get; init; }

    public long Time { get; init; }

    public string Actor { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Text { get; init; } = "";
}
