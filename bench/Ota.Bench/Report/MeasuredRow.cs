namespace Ota.Bench.Report;

/// <summary>A figure beside what it is compared with.</summary>
/// <param name="What">What was measured, as a person reads it after the first comma; goals are found by how it begins.</param>
/// <param name="Ours">How much.</param>
/// <param name="Unit">Of both: <c>/s</c>, <c>ms</c>.</param>
internal sealed record MeasuredRow(string What, double Ours, string Unit)
{
    /// <summary>What else belongs to the figure, for a person: <c>8.8 µs</c> of processor time each.</summary>
    public string Also { get; init; } = "";

    /// <summary>What it is compared with; empty if nothing.</summary>
    public string Peer { get; init; } = "";

    /// <summary>The same of that, in the same run.</summary>
    public double? Theirs { get; init; }

    /// <summary>What else belongs to that.</summary>
    public string TheirsAlso { get; init; } = "";

    public double? Ratio => Theirs is { } theirs && theirs != 0 ? Ours / theirs : null;
}
