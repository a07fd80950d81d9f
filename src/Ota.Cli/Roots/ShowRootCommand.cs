using System.CommandLine;
using Ota.Cli.Usage;

namespace Ota.Cli.Roots;

/// <summary>`ota root show`.</summary>
internal static class ShowRootCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> file = RootOptions.File();
        Option<string?> previous = RootOptions.Previous();
        Command command = new("show", "Shows a root: version, expiry, keys and thresholds of each role, who signed, what is missing.") { file, previous };
        command.SetAction((given, _) =>
        {
            RootFile root = RootFile.Read(given.GetRequiredValue(file));
            RootFile? before = given.GetValue(previous) is { } path ? RootFile.Read(path) : null;
            new RootReview(root, before?.Metadata, verbs.Around.Time.GetUtcNow()).Write(verbs.FormatOf(given), verbs.Around);
            return Task.FromResult(ExitCode.Done);
        });
        return command.WithExamples(
            "ota root show root.json",
            "ota root show 2.root.json --previous 1.root.json",
            "ota root show root.json --output json | jq .complete");
    }
}
