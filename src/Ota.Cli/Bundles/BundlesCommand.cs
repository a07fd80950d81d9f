using System.CommandLine;
using Ota.Cli.Usage;

namespace Ota.Cli.Bundles;

/// <summary>`ota bundles`.</summary>
internal static class BundlesCommand
{
    public static Command Create(Verbs verbs) => new Command("bundles", "Updates: build from a manifest, sign, compare, verify, withdraw.")
    {
        BuildCommand.Create(verbs),
        SignBundleCommand.Create(verbs),
        ListBundlesCommand.Create(verbs),
        ShowBundleCommand.Create(verbs),
        DiffBundlesCommand.Create(verbs),
        VerifyBundleCommand.Create(verbs),
        WithdrawBundleCommand.Create(verbs),
    }.WithExamples(
        "ota bundles build brake-fix.yaml --upload",
        "ota bundles sign 4f1c09aa --key targets-kim.key",
        "ota bundles show 4f1c09aa");
}
