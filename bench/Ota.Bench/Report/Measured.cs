using System.Text.Json;

namespace Ota.Bench.Report;

/// <summary>
/// Where the verbs leave what they have measured, besides what they print: a line of JSON each in the file that the verb report names to
/// those that it starts. Alone, a verb leaves nothing.
/// </summary>
internal static class Measured
{
    /// <summary>The environment variable with the file's name.</summary>
    public const string Variable = "OTA_BENCH_ROWS";

    private static readonly string? File = Environment.GetEnvironmentVariable(Variable);

    public static void Tell(MeasuredRow row)
    {
        if (File is not null) System.IO.File.AppendAllText(File, $"{JsonSerializer.Serialize(row)}\n");
    }

    public static void Tell(string what, double ours, string unit, string also = "") => Tell(new MeasuredRow(what, ours, unit) { Also = also });

    public static void Tell(string what, double ours, string unit, string peer, double theirs, string also = "", string theirsAlso = "") =>
        Tell(new MeasuredRow(what, ours, unit) { Also = also, Peer = peer, Theirs = theirs, TheirsAlso = theirsAlso });

    public static IReadOnlyList<MeasuredRow> Read(string file) => System.IO.File.Exists(file)
        ? [.. System.IO.File.ReadLines(file).Select(line => JsonSerializer.Deserialize<MeasuredRow>(line)!)]
        : [];
}
