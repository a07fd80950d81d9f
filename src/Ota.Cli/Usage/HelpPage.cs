using System.CommandLine;
using Ota.Cli.Connection;

namespace Ota.Cli.Usage;

/// <summary>The help of one command: what it does, how it is called, what its parts mean, examples.</summary>
internal sealed class HelpPage(Command command, GlobalOptions globals, TextWriter output)
{
    private const int Width = 100;
    private const int LongestName = 26;

    private const string RootEnding = """

        Finding the server: a flag wins over a variable, a variable over operator.json. Without any, ./data/operator.json and
        then ~/.config/ota/operator.json are read.

        Environment variables:
          OTA_SERVER, OTA_DATA   as --server and --data
          OTA_CA, OTA_TOKEN      as --ca and --token
          NO_COLOR               no colours, also on a terminal

        Exit codes:
          0  done
          1  refused or failed
          2  bad usage
          3  the server cannot be reached
        """;

    public void Write()
    {
        foreach (string line in Fold(command.Description ?? "", Width)) output.WriteLine(line);
        Section("Usage", [(UsageLine.Of(command), "")]);
        Section("Commands", command.Subcommands.Where(IsShown).Select(found => (UsageLine.NameAndArguments(found), found.Description ?? "")));
        Section("Arguments", command.Arguments.Where(IsShown).Select(found => (found.HelpName ?? found.Name, found.Description ?? "")));
        Section("Options", command.Options.Where(IsOwn).Select(Describe));
        if (command is RootCommand || command.Subcommands.Count == 0)
            Section("Options of every command", globals.All.Where(IsNotHidden).Select(Describe));
        WriteExamples();
        if (command is RootCommand) output.WriteLine(RootEnding);
    }

    private static (string Name, string Text) Describe(Option option) => (UsageLine.Of(option), option.Description ?? "");

    private static bool IsShown(Symbol symbol) => !symbol.Hidden;

    private bool IsOwn(Option option) => !option.Hidden && !globals.All.Contains(option);

    // A verb's own option hides the one of the same name.
    private bool IsNotHidden(Option option) => command.Options.Contains(option) || command.Options.All(own => own.Name != option.Name);

    private void WriteExamples()
    {
        IReadOnlyList<string> examples = Examples.Of(command);
        if (examples.Count == 0) return;
        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (string line in examples) output.WriteLine($"  {line}");
    }

    private void Section(string title, IEnumerable<(string Name, string Text)> rows)
    {
        (string Name, string Text)[] all = [.. rows];
        if (all.Length == 0) return;
        int column = Math.Min(all.Max(row => row.Name.Length), LongestName) + 4;
        output.WriteLine();
        output.WriteLine($"{title}:");
        foreach ((string name, string text) in all)
        {
            string first = "  " + name;
            foreach (string line in Fold(text, Width - column))
            {
                bool isTooLong = first.Length > column - 2;
                if (isTooLong) output.WriteLine(first);
                output.WriteLine((isTooLong ? "" : first).PadRight(column) + line);
                first = "";
            }
            if (text.Length == 0) output.WriteLine(first);
        }
    }

    private static IEnumerable<string> Fold(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        if (line.Length > 0) yield return line;
    }
}
