namespace Ota.Bench.Rollouts;

/// <summary>A number that a host has measured, on its way to the table as a line of JSON.</summary>
/// <param name="Name">What, as the table's row names it.</param>
/// <param name="Value">How much, in the unit of the row.</param>
internal sealed record RolloutFigure(string Name, double Value)
{
    public const string Confirmed = "confirmed, installs/s";

    public const string Alone = "signatures alone, manifests/s";
}
