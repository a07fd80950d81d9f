using System.CommandLine;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Usage;

namespace Ota.Cli.Bundles;

/// <summary>`ota bundles build`.</summary>
internal static class BuildCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> file = new("MANIFEST")
        {
            Description = "The manifest: YAML, or JSON in a file named .json. docs/bundles.md explains every member.",
        };
        Option<bool> upload = new("--upload") { Description = "Uploads the images that the server has not; what is there is not sent again." };
        Option<bool> check = new("--check")
        {
            Description = "Only says what is wrong, all of it with line numbers, and keeps nothing. Without a server it checks the manifest alone.",
        };
        Command command = new(
            "build",
            "Makes a draft of a bundle: checks the manifest, computes length and hashes of the local files that it names, and hands it in. "
            + "Paths of files are relative to the manifest.")
        {
            file,
            upload,
            check,
        };
        command.SetAction(async (given, stop) =>
        {
            string path = given.GetRequiredValue(file);
            bool isCheck = given.GetValue(check);
            ConnectionSettings? server = verbs.TryFindServer(given);
            // Who asks only for a check gets the answer as a document; a build that fails has no result.
            CheckReport report = new(path, isCheck ? verbs.FormatOf(given) : OutputFormat.Table, verbs.Around);
            if (server is null && isCheck) return BundleBuild.CheckAlone(path, report);
            using Session session = verbs.Open(given, stop);
            BundleBuild build = new(session, path, report);
            if (isCheck)
            {
                await build.CheckAsync();
                return ExitCode.Done;
            }

            V1.Bundle bundle = await build.RunAsync(given.GetValue(upload));
            session.Write(bundle, output => BundleTable.Write(output, [bundle]));
            session.Say($"{bundle.Name} is {BundleTable.StateOf(bundle)}. Next: ota bundles sign {BundleArgument.Short(bundle.Name)} --key FILE");
            return ExitCode.Done;
        });
        return command.WithExamples(
            "ota bundles build brake-fix.yaml --check",
            "ota bundles build brake-fix.yaml --upload",
            "ota bundles build brake-fix.json --output json",
            "# What is wrong, for a script:",
            "ota bundles build brake-fix.yaml --check --output json | jq '.problems[] | {line, message}'");
    }
}
