using System.CommandLine;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Manifests;
using Ota.V1;

namespace Ota.Cli.Bundles;

/// <summary>`ota bundles diff`.</summary>
internal static class DiffBundlesCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> one = BundleArgument.Create("A");
        Argument<string> other = BundleArgument.Create("B");
        Command command = new(
            "diff", "Shows every value in which the manifests of two bundles differ. Images are compared by the hardware that they are for.")
        {
            one,
            other,
        };
        verbs.SetAction(command, async (given, session) =>
        {
            Bundle before = await BundleArgument.FindAsync(session, given.GetRequiredValue(one));
            Bundle after = await BundleArgument.FindAsync(session, given.GetRequiredValue(other));
            IReadOnlyList<ManifestDifference> all = ManifestComparison.Compare(Read(before), Read(after));
            if (session.Format is OutputFormat.Json)
                JsonOutput.Write(session.Around.Out, ToJson(all));
            else
                new TableOutput(session.Around).WriteTable(
                    ["WHERE", BundleArgument.Short(before.Name), BundleArgument.Short(after.Name)],
                    folded: 2,
                    all.Select(one => (string[])[one.Where, one.Before, one.After]));
        });
        return command.WithExamples("ota bundles diff 4f1c09aa 91b0c3d2", "ota bundles diff 4f1c09aa 91b0c3d2 --output json");
    }

    private static JsonObject Read(Bundle bundle) =>
        StrictJson.TryRead(bundle.Manifest.Span, ManifestLimits.Json, out _) as JsonObject
        ?? throw CliException.Refused($"The server shows a manifest of {bundle.Name} that cannot be read.");

    private static JsonObject ToJson(IEnumerable<ManifestDifference> all) =>
        JsonObject.Of(("differences", new JsonArray([.. all.Select(ToJson)])));

    private static JsonObject ToJson(ManifestDifference one) => JsonObject.Of(
        ("where", new JsonText(one.Where)),
        ("before", new JsonText(one.Before)),
        ("after", new JsonText(one.After)));
}
