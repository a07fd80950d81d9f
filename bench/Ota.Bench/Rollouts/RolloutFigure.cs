namespace Ota.Bench.Rollouts;

/// <summary>A number that a host has measured, on its way to the table as a line of JSON.</summary>
/// <param name="Name">What, as the table's row names it.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">In what: <c>s</c>, <c>/s</c>; empty if a count or a ratio.</param>
internal sealed record RolloutFigure(string Name, double Value, string Unit)
{
    public const string Confirmed = "confirmed installs";

    public const string Alone = "signatures alone";
}
