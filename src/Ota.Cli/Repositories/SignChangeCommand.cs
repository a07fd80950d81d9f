using System.CommandLine;
using Ota.Cli.Signing;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>`ota repo sign`.</summary>
internal static class SignChangeCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> change = ChangeArgument.Create();
        Option<string?> root = TrustedRootOption.Create();
        SigningOptions signing = new();
        Command command = new("sign", "Shows what a change does, signs it here, and hands the signature in. With the last one that it needs it is published.")
        {
            change,
            root,
        };
        signing.AddTo(command);
        verbs.SetAction(command, async (given, session) =>
        {
            SigningKeys keys = signing.Read(given, session.Around, session.Stop);
            ChangeSigner signer = new(session, keys, signing.IsConfirmed(given, session.Around), TrustedRootOption.Read(given.GetValue(root)));
            string name = await ChangeArgument.FindAsync(session, given.GetRequiredValue(change));
            Change signed = await signer.SignAsync(name, session.Stop);
            session.Write(signed, output => ChangeTable.Write(output, [signed]));
        });
        return command.WithExamples(
            "ota repo sign 815c2ddcb785b2c4f5c72e65dfbc9959 --key targets-kim.key",
            "# Believing the server in nothing:",
            "ota repo sign 815c2ddcb785b2c4f5c72e65dfbc9959 --key targets-kim.key --root 1.root.json",
            "# A key in a device, see docs/security.md:",
            "ota repo sign 815c2ddcb785b2c4f5c72e65dfbc9959 --public-key hsm.pub --signer 'sign-with-hsm {file}'");
    }
}
