using Ota.Cli.Bundles.Sources;
using Ota.Cli.Output;
using Ota.Core.Bundles.Json;

namespace Ota.Cli.Bundles;

/// <summary>What a look at a manifest found: lines for people and editors, or one document for a script.</summary>
internal sealed class CheckReport(string path, OutputFormat format, Surroundings around)
{
    /// <summary>Tells everything that is wrong.</summary>
    /// <returns>What the command ends with.</returns>
    public CliException Refuse(IReadOnlyList<LocatedProblem> problems)
    {
        if (format is OutputFormat.Json)
            Write(problems);
        else // Without the program's name before them, so that editors find file and line.
            foreach (LocatedProblem problem in problems) around.Error.WriteLine(Printable.Line(problem.In(path)));
        string count = problems.Count == 1 ? "a problem" : $"{problems.Count} problems";
        return CliException.Refused($"{path} has {count}; nothing was kept.");
    }

    /// <param name="sentence">For people.</param>
    /// <param name="members">For scripts, beside a list of no problems.</param>
    public void Pass(string sentence, params (string Name, JsonValue Value)[] members)
    {
        if (format is OutputFormat.Json) Write([], members);
        around.Error.WriteLine(Printable.Line($"{path}: {sentence}"));
    }

    private void Write(IEnumerable<LocatedProblem> problems, params (string Name, JsonValue Value)[] members) => JsonOutput.Write(
        around.Out,
        JsonObject.Of([("problems", new JsonArray([.. problems.Select(ToJson)])), .. members]));

    private static JsonObject ToJson(LocatedProblem problem) => JsonObject.Of(
        ("line", new JsonInteger(problem.Line)),
        ("pointer", new JsonText(problem.Pointer)),
        ("message", new JsonText(Printable.Line(problem.Sentence))));
}
