using System.CommandLine;

namespace Ota.Cli.Usage;

/// <summary>How a command and its parts are written on a command line.</summary>
internal static class UsageLine
{
    /// <summary>"ota operators create NAME [options]".</summary>
    public static string Of(Command command)
    {
        string tail = command.Subcommands.Count > 0 ? " COMMAND" : "";
        return $"{PathTo(command)}{Arguments(command)}{tail} [options]";
    }

    /// <summary>"--role ROLE".</summary>
    public static string Of(Option option)
    {
        string names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(name => name.Length));
        return option.HelpName is null ? names : $"{names} {option.HelpName}";
    }

    public static string NameAndArguments(Command command) => command.Name + Arguments(command);

    /// <summary>"ota operators create".</summary>
    public static string PathTo(Command command)
    {
        string name = command is RootCommand ? "ota" : command.Name;
        return command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathTo(parent)} {name}" : name;
    }

    private static string Arguments(Command command) =>
        string.Concat(command.Arguments.Where(argument => !argument.Hidden).Select(argument => $" {argument.HelpName ?? argument.Name}"));
}
