using System.CommandLine;
using Ota.Cli.Output;

namespace Ota.Cli.Signing;

/// <summary>What a verb that signs is told about keys: files, or a command that reaches a device.</summary>
internal sealed class SigningOptions
{
    private static readonly TimeSpan SignerLimit = TimeSpan.FromMinutes(2);

    public Option<string[]> Key { get; } = new("--key")
    {
        HelpName = "FILE",
        Description = "File with a private key to sign with, PEM; repeat it for several. It is read here and never sent.",
    };

    public Option<string[]> PassphraseFile { get; } = new("--passphrase-file")
    {
        HelpName = "FILE",
        Description = "File with the passphrase on its first line: once for all keys, or as often as --key, in the same order. "
            + $"Else {Passphrases.Variable} is used, and else a person is asked.",
    };

    public Option<string?> Signer { get; } = new("--signer")
    {
        HelpName = "COMMAND",
        Description = $"Signs with another program, such as that of an HSM: {CommandSigner.File} in it becomes the name of a file with the bytes to sign, "
            + $"{CommandSigner.Digest} that of a file with their SHA-256, and it writes the raw signature to stdout. It is split into words as by a shell but not run by one. Goes with --public-key.",
    };

    public Option<string?> PublicKey { get; } = new("--public-key")
    {
        HelpName = "FILE",
        Description = "The public key of --signer, by which its signature is checked before it is used.",
    };

    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Does not ask before signing." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Key, PassphraseFile, Signer, PublicKey, Yes }) command.Add(option);
        command.Validators.Add(result =>
        {
            int keys = result.GetResult(Key)?.Tokens.Count ?? 0;
            int passphrases = result.GetResult(PassphraseFile)?.Tokens.Count ?? 0;
            bool hasSigner = result.GetResult(Signer) is not null;
            if (hasSigner != result.GetResult(PublicKey) is not null)
                result.AddError("--signer and --public-key belong together: give the command and the public key that checks what it signs.");
            else if (keys == 0 && !hasSigner)
                result.AddError("Nothing to sign with: give --key FILE, or --signer COMMAND with --public-key FILE.");
            else if (passphrases > 1 && passphrases != keys)
                result.AddError("--passphrase-file: give one for all keys, or one for each --key in the same order.");
        });
    }

    /// <summary>Whether somebody has to be asked before signing. Where nobody is there, who names a key means it.</summary>
    public bool IsConfirmed(ParseResult given, Surroundings around) => given.GetValue(Yes) || !around.IsInteractive;

    /// <summary>The keys that were named, still closed.</summary>
    /// <exception cref="CliException">The command or its public key is none.</exception>
    public SigningKeys Read(ParseResult given, Surroundings around, CancellationToken stop)
    {
        Passphrases passphrases = new(given.GetValue(PassphraseFile) ?? [], around);
        CommandSigner? command = given.GetValue(Signer) is { } text
            ? new CommandSigner(Split(text), PublicKeyFile.Read(given.GetRequiredValue(PublicKey)!), SignerLimit, around.Time, stop)
            : null;
        return new SigningKeys(given.GetValue(Key) ?? [], passphrases, command);
    }

    private static IReadOnlyList<string> Split(string text)
    {
        IReadOnlyList<string> words = CommandWords.TrySplit(text)
            ?? throw CliException.BadUsage("--signer: a quote stays open or nothing follows the last backslash; close it.");
        return words.Skip(1).Any(word => word.Contains(CommandSigner.File, StringComparison.Ordinal) || word.Contains(CommandSigner.Digest, StringComparison.Ordinal))
            ? words
            : throw CliException.BadUsage($"--signer: write {CommandSigner.File} where the command takes the name of the file to sign.");
    }
}
