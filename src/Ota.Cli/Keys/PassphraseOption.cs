using System.CommandLine;
using Ota.Cli.Output;
using Ota.Cli.Signing;

namespace Ota.Cli.Keys;

/// <summary>--passphrase-file where there is one key.</summary>
internal static class PassphraseOption
{
    public static Option<string?> Create() => new("--passphrase-file")
    {
        HelpName = "FILE",
        Description = $"File with the passphrase on its first line. Else {Passphrases.Variable} is used, and else a person is asked.",
    };

    public static Passphrases Read(Option<string?> option, ParseResult given, Surroundings around) =>
        new(given.GetValue(option) is { } path ? [path] : [], around);
}
