using System.CommandLine;
using System.Runtime.CompilerServices;

namespace Ota.Cli.Usage;

/// <summary>What a command's help shows after its options. Kept beside the commands, because System.CommandLine has no place for it.</summary>
internal static class Examples
{
    private static readonly ConditionalWeakTable<Command, string[]> All = [];

    /// <summary>Adds examples, each a command line or a comment line that starts with #.</summary>
    public static T WithExamples<T>(this T command, params string[] lines) where T : Command
    {
        All.AddOrUpdate(command, lines);
        return command;
    }

    public static IReadOnlyList<string> Of(Command command) => All.TryGetValue(command, out string[]? lines) ? lines : [];
}
