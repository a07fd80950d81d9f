using System.CommandLine;
using Ota.Cli.Connection;
using Ota.Cli.Signing;
using Ota.Cli.Usage;
using Ota.Core.Bundles.Keys;

namespace Ota.Cli.Keys;

/// <summary>`ota keys show`.</summary>
internal static class ShowKeyCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> file = new("FILE") { Description = "A private or a public key, PEM, or a key object of TUF." };
        Option<string?> passphrase = PassphraseOption.Create();
        Command command = new("show", "Shows scheme, size and id of a key. The private part is never shown.") { file, passphrase };
        command.SetAction(async (given, stop) =>
        {
            string path = given.GetRequiredValue(file);
            bool isPrivate = PrivateKeyFile.IsPrivate(InputFile.ReadText(path));
            TufKey key = isPrivate ? await OpenAsync(path, PassphraseOption.Read(passphrase, given, verbs.Around), stop) : PublicKeyFile.Read(path);
            KeyFacts.Write(key, isPrivate ? "private" : "public", verbs.FormatOf(given), verbs.Around);
            return ExitCode.Done;
        });
        return command.WithExamples(
            "ota keys show root-kim.key.pub",
            "ota keys show root-kim.key --passphrase-file secret.txt",
            "ota keys show root-kim.key.pub --output json | jq -r .keyId");
    }

    private static async Task<TufKey> OpenAsync(string path, Passphrases passphrases, CancellationToken stop)
    {
        using LocalSigner signer = await PrivateKeyFile.OpenAsync(path, 0, passphrases, stop);
        return signer.Key;
    }
}
