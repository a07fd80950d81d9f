using System.CommandLine;
using System.CommandLine.Parsing;
using Ota.Cli.Output;

namespace Ota.Cli.Usage;

/// <summary>Says what is wrong with a command line, the nearest right word, and where the help is.</summary>
internal static class UsageErrors
{
    public static int Report(ParseResult given, Surroundings around)
    {
        Command command = given.CommandResult.Command;
        string path = UsageLine.PathTo(command);
        foreach (string sentence in Sentences(given, command, path)) around.Complain(sentence);
        around.Error.WriteLine($"Help: {path} --help");
        return ExitCode.BadUsage;
    }

    private static IEnumerable<string> Sentences(ParseResult given, Command command, string path)
    {
        if (given.UnmatchedTokens.Count > 0) return [Unknown(given.UnmatchedTokens[0], command, path)];
        if (command.Subcommands.Count > 0 && command.Action is null)
            return [$"{path} needs a command: {string.Join(", ", command.Subcommands.Where(found => !found.Hidden).Select(found => found.Name))}."];
        return given.Errors.Select(error => Explain(error, path)).Distinct();
    }

    // System.CommandLine's own words, where they would not say what to do.
    private static string Explain(ParseError error, string path) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0, Argument: { } argument, Parent: CommandResult } => $"{path} needs {argument.HelpName ?? argument.Name}.",
        OptionResult { Tokens.Count: 0, Option: { } option } => $"{option.Name} needs a value: {UsageLine.Of(option)}.",
        CommandResult result when Missing(result) is { } option && error.Message.Contains(option.Name, StringComparison.Ordinal) =>
            $"{path} needs {UsageLine.Of(option)}.",
        _ => error.Message,
    };

    private static Option? Missing(CommandResult result) =>
        result.Command.Options.FirstOrDefault(option => option.Required && result.GetResult(option) is null or { Implicit: true });

    private static string Unknown(string word, Command command, string path)
    {
        bool isOption = word.StartsWith('-');
        if (!isOption && command.Options.Any(option => option.Name == "--token") && word.StartsWith("ota_", StringComparison.Ordinal))
            return $"Here --token asks for a new token and takes no value: sign in with --token-file or OTA_TOKEN, or write `ota --token TOKEN {path[4..]} ...`.";
        IEnumerable<string> known = isOption ? OptionsOf(command) : command.Subcommands.Where(found => !found.Hidden).Select(found => found.Name);
        string sentence = isOption
            ? $"{path} has no option {word}."
            : command.Subcommands.Count > 0 ? $"{path} has no command '{word}'." : $"'{word}' is one argument too many for {path}.";
        return NearestWord.To(word, known) is { } nearest ? $"{sentence} Did you mean {nearest}?" : sentence;
    }

    private static IEnumerable<string> OptionsOf(Command command)
    {
        IEnumerable<string> own = command.Options.Where(option => !option.Hidden).Select(option => option.Name);
        return command.Parents.OfType<Command>().SelectMany(OptionsOf).Concat(own);
    }
}
