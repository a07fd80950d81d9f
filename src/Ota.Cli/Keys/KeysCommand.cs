using System.CommandLine;
using Ota.Cli.Usage;

namespace Ota.Cli.Keys;

/// <summary>`ota keys`.</summary>
internal static class KeysCommand
{
    public static Command Create(Verbs verbs) => new Command("keys", "Makes and shows keys that sign metadata. Works without a server, so also where there is no network.")
    {
        GenerateCommand.Create(verbs),
        ShowKeyCommand.Create(verbs),
    }.WithExamples(
        "ota keys generate root-kim.key",
        "ota keys show root-kim.key.pub");
}
