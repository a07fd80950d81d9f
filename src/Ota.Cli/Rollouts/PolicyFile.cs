using System.CommandLine;
using Google.Protobuf;
using Ota.Cli.Bundles;
using Ota.Cli.Bundles.Sources;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Core.Rollouts.Policies;

namespace Ota.Cli.Rollouts;

/// <summary>A policy as people write it. What is wrong is told here, all of it with lines, before anything is sent.</summary>
internal static class PolicyFile
{
    private const int LargestFile = 65_536;

    public static Option<string?> Option() => new("--policy")
    {
        HelpName = "FILE",
        Description = "How it goes about it, as JSON: sizes of waves, soak, what holds it, windows, pace, deadline. docs/rollouts.md explains every member; "
            + "what is left out has its default.",
    };

    /// <returns>The file's bytes; none for the defaults.</returns>
    /// <exception cref="CliException">It cannot be read, or is no policy.</exception>
    public static ByteString Read(string? path, Surroundings around)
    {
        if (path is null) return ByteString.Empty;
        byte[] json = InputFile.ReadBytes(path, LargestFile);
        CheckReport report = new(path, OutputFormat.Table, around);
        DocumentLines lines = new();
        List<LocatedProblem> malformed = [];
        JsonSource.Read(json, lines, malformed);
        if (malformed.Count > 0) throw report.Refuse(malformed);
        IReadOnlyList<PolicyProblem> problems = PolicyForm.Read(json).Problems;
        if (problems.Count == 0) return ByteString.CopyFrom(json);
        throw report.Refuse([
            .. problems.Select(problem => new LocatedProblem(lines.Of(problem.Pointer), problem.Pointer, problem.Sentence)).OrderBy(problem => problem.Line),
        ]);
    }
}
