using System.CommandLine;
using System.Text;
using Ota.Cli.Operators;
using Ota.Cli.Output;
using Ota.Cli.Signing;
using Ota.Cli.Usage;
using Ota.Core.Bundles.Keys;

namespace Ota.Cli.Keys;

/// <summary>`ota keys generate`.</summary>
internal static class GenerateCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> file = new("FILE") { Description = "Where the private key goes; the public one goes to FILE.pub. Neither is ever overwritten." };
        Option<NewKeyKind> scheme = NewKeyKind.CreateOption();
        Option<bool> open = new("--no-passphrase") { Description = "Leaves the file unencrypted: whoever copies it can sign. For tests." };
        Option<string?> passphrase = PassphraseOption.Create();
        Command command = new(
            "generate",
            "Makes a key that signs metadata. The private key is written encrypted under a passphrase (PKCS#8, AES-256), for its owner only.")
        {
            file,
            scheme,
            open,
            passphrase,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(open) && result.GetResult(passphrase) is not null)
                result.AddError("--no-passphrase and --passphrase-file exclude each other.");
        });
        command.SetAction(async (given, stop) =>
        {
            string path = given.GetRequiredValue(file);
            string? inTheWay = new[] { path, path + ".pub" }.FirstOrDefault(File.Exists);
            if (inTheWay is not null) throw CliException.Refused($"{inTheWay} exists already and is kept; choose another name, or move it away.");
            Passphrases passphrases = PassphraseOption.Read(passphrase, given, verbs.Around);
            string? chosen = given.GetValue(open) ? null : await passphrases.ChooseAsync(path, stop);
            using LocalSigner made = given.GetRequiredValue(scheme).Make();
            PrivateFile.Write(path, Encoding.ASCII.GetBytes(ToPem(made, chosen)));
            PublicFile.WriteNew(path + ".pub", Encoding.ASCII.GetBytes(PublicKeyFile.ToPem(made.Key)));
            Show(made.Key, path, isOpen: chosen is null, given, verbs);
            return ExitCode.Done;
        });
        return command.WithExamples(
            "# Asks for a passphrase twice and writes root-kim.key and root-kim.key.pub:",
            "ota keys generate root-kim.key",
            "ota keys generate targets-lee.key --scheme ed25519",
            "ota keys generate test.key --scheme ecdsa --no-passphrase");
    }

    private static string ToPem(LocalSigner made, string? passphrase) => made.Key.Scheme == KeyScheme.Ed25519 && passphrase is not null
        ? EncryptedPkcs8.Encrypt(made.ToPem(null), passphrase)
        : made.ToPem(passphrase);

    private static void Show(TufKey key, string path, bool isOpen, ParseResult given, Verbs verbs)
    {
        if (verbs.FormatOf(given) is OutputFormat.Json) KeyFacts.Write(key, "private", OutputFormat.Json, verbs.Around);
        else verbs.Around.Out.WriteLine(key.Id);
        string care = isOpen ? "It is not encrypted: whoever copies it can sign." : "Without its passphrase it is lost: keep that somewhere else.";
        verbs.Around.Error.WriteLine(Printable.Line($"{path} holds the private key, {KeyText.SchemeOf(key)}, {path}.pub the public one. {care}"));
    }
}
