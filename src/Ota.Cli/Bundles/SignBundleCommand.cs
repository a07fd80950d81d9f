using System.CommandLine;
using Ota.Cli.Repositories;
using Ota.Cli.Signing;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Bundles;

/// <summary>`ota bundles sign`.</summary>
internal static class SignBundleCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> bundle = BundleArgument.Create();
        Option<string?> root = TrustedRootOption.Create();
        SigningOptions signing = new();
        Command command = new(
            "sign",
            "Signs a bundle here and hands the signature in. Of a draft it asks for the signatures first; with the last one that is needed the "
            + "bundle is staged, and vehicles can be told to install it.")
        {
            bundle,
            root,
        };
        signing.AddTo(command);
        verbs.SetAction(command, async (given, session) =>
        {
            SigningKeys keys = signing.Read(given, session.Around, session.Stop);
            byte[]? trusted = TrustedRootOption.Read(given.GetValue(root));
            Bundle found = await BundleArgument.FindAsync(session, given.GetRequiredValue(bundle));
            if (found.State is BundleState.Staged or BundleState.Withdrawn)
                throw CliException.Refused($"{found.Name} is {BundleTable.StateOf(found)}; there is nothing to sign.");
            RequestSignaturesRequest request = new() { Name = found.Name };
            Bundle open = found.State is BundleState.Draft
                ? await session.CallAsync("Asking for signatures", options => session.Bundles.RequestSignaturesAsync(request, options))
                : found;
            await new ChangeSigner(session, keys, signing.IsConfirmed(given, session.Around), trusted).SignAsync(open.Change, session.Stop);
            Bundle signed = await BundleArgument.FindAsync(session, found.Name);
            session.Write(signed, output => BundleTable.Write(output, [signed]));
        });
        return command.WithExamples(
            "ota bundles sign 4f1c09aa --key targets-kim.key",
            "# Believing the server in nothing:",
            "ota bundles sign 4f1c09aa --key targets-kim.key --root 1.root.json");
    }
}
