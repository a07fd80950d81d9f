using System.CommandLine;
using Ota.Cli.Usage;
using Ota.Core.Bundles.Manifests;
using Ota.V1;

namespace Ota.Cli.Bundles;

/// <summary>`ota bundles show`.</summary>
internal static class ShowBundleCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> bundle = BundleArgument.Create();
        Option<bool> manifest = new("--manifest")
        {
            Description = "Prints the manifest alone, as it is published: the bytes whose SHA-256 is the digest.",
        };
        Command command = new(
            "show", "Shows one bundle: how far it is, who signed and who can, what it installs in which order, what people are told.")
        {
            bundle,
            manifest,
        };
        verbs.SetAction(command, async (given, session) =>
        {
            Bundle found = await BundleArgument.FindAsync(session, given.GetRequiredValue(bundle));
            if (given.GetValue(manifest))
            {
                await session.Around.Out.WriteAsync(found.Manifest.ToStringUtf8());
                return;
            }

            Change? change = found.Change.Length == 0 ? null : await session.CallAsync(
                "Looking for signatures", options => session.Repository.GetChangeAsync(new GetChangeRequest { Name = found.Change }, options));
            Manifest? read = ManifestCheck.Read(found.Manifest.Span).Manifest;
            session.Write(found, output => BundleFacts.Write(output, found, change, read, session.Now));
        });
        return command.WithExamples("ota bundles show 4f1c09aa", "ota bundles show 4f1c09aa --manifest | sha256sum");
    }
}
