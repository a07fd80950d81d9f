using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>One vehicle of a file, or why the line is none.</summary>
internal sealed record FleetLine(long Line, Vehicle? Vehicle, ImportProblem? Problem)
{
    public static FleetLine Bad(long line, string field, string sentence) =>
        new(line, null, new ImportProblem { Line = line, Field = field, Sentence = sentence });
}
