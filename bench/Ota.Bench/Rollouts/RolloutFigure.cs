namespace Ota.Bench.Rollouts;

/// <summary>A number that a host has measured, on its way to the table as a line of JSON.</summary>
/// <param name="Name">What, as the table's row names it.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">In what: <c>s</c>, <c>/s</c>; empty if a count or a ratio.</param>
internal sealed record RolloutFigure(string Name, double Value, string Unit)
{
    public const string Creation = "creation";

    public const string CreationCpu = "creation, CPU";

    public const string CreationPeak = "creation, peak memory";

    public const string Explain50 = "explain, p50";

    public const string Explain99 = "explain, p99";

    public const string Full = "full, installs";

    public const string FullTime = "full, in";

    public const string FullCpu = "full, CPU each";

    public const string FullPeak = "full, peak memory";

    public const string Confirmed = "confirmed installs";

    public const string ConfirmedCpu = "confirmed installs, CPU each";

    public const string Alone = "signatures alone";

    public const string AloneCpu = "signatures alone, CPU each";
}
