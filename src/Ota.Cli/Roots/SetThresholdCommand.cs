using System.CommandLine;
using Ota.Cli.Connection;
using Ota.Cli.Usage;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Roots;

/// <summary>`ota root set-threshold`.</summary>
internal static class SetThresholdCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> file = RootOptions.File();
        Argument<int> threshold = new("N")
        {
            Description = "How many different keys must sign.",
            CustomParser = result => NumberArgument.Parse(result, "N", 1, MetadataLimits.Default.Signatures),
        };
        Option<MetadataRole> role = RootOptions.Role();
        Command command = new("set-threshold", "Says how many keys of a role must sign. Signatures on the file are dropped.") { file, threshold, role };
        command.SetAction((given, _) =>
        {
            RootFile before = RootFile.Read(given.GetRequiredValue(file));
            RootChange.Save(before, RootEdit.SetThreshold(before.Metadata, given.GetValue(role), given.GetValue(threshold)), verbs.Around);
            return Task.FromResult(ExitCode.Done);
        });
        return command.WithExamples("ota root set-threshold 2.root.json 3 --role root");
    }
}
