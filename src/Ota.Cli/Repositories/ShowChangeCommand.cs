using System.CommandLine;
using Ota.Cli.Output;
using Ota.Cli.Signing;
using Ota.Cli.Usage;
using Ota.Core.Bundles.Metadata;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>`ota repo show`.</summary>
internal static class ShowChangeCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> change = ChangeArgument.Create();
        Option<string?> root = TrustedRootOption.Create();
        Command command = new("show", "Shows one change: who signed, and what the bytes to sign say, read here and not by the server.") { change, root };
        verbs.SetAction(command, async (given, session) =>
        {
            GetChangeRequest request = new() { Name = await ChangeArgument.FindAsync(session, given.GetRequiredValue(change)) };
            Change found = await session.CallAsync("Fetching the change", options => session.Repository.GetChangeAsync(request, options));
            if (session.Format is OutputFormat.Json)
            {
                JsonOutput.Write(session.Around.Out, found);
                return;
            }

            ChangeTable.WriteFacts(new TableOutput(session.Around), found, session.Now);
            if (found.State is not ChangeState.Open) return; // What it changed is published, so there is no difference to it any more.
            ChangePayload payload = ChangePayload.Read(found);
            TargetsMetadata? published = await new PublishedTargets(session, TrustedRootOption.Read(given.GetValue(root))).FindAsync(payload.Role);
            foreach (string line in ChangeReview.Of(payload, published, session.Now)) session.Around.Out.WriteLine(Printable.Line(line));
        });
        return command.WithExamples(
            "ota repo show 815c2ddcb785b2c4f5c72e65dfbc9959",
            "# The exact bytes to sign:",
            "ota repo show 815c2ddcb785b2c4f5c72e65dfbc9959 --output json | jq -r .payload | base64 -d | sha256sum");
    }
}
