using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Ota.Server.Settings;
using Ota.Testing;

namespace Ota.Server.Tests.Settings;

/// <summary>docs/settings.md: what the options classes say, and what they do when they are given nonsense.</summary>
internal static partial class SettingsPage
{
    private const string Introduction = """
        # Settings

        Made from the options classes by `DocumentedSettingsTests`; change those.

        Every setting is a flag, an environment variable and a key of the section `Ota` in `appsettings.json` beside the program
        (`{"Ota": {"https-port": 8443}}`). A flag wins over a variable, a variable over the file. What may be given several times is a list
        in the file, and has commas between its items in a variable. Wrong settings are all named at once on stderr, with exit code 2.
        MB is 10^6 bytes.

        """;

    public static string Make()
    {
        StringBuilder page = new(Introduction);
        foreach (ParameterInfo options in typeof(ServerOptions).GetConstructors().Single(one => one.GetParameters().Length > 1).GetParameters())
        {
            Setting[] settings = (Setting[])options.ParameterType.GetField("Settings")!.GetValue(null)!;
            page.Append($"\n## {options.Name}\n\n{SummaryOf(options.ParameterType)}\n\n");
            page.Append("| flag | variable | key | takes | default | what |\n|---|---|---|---|---|---|\n");
            foreach (Setting setting in settings)
            {
                page.Append($"| `{setting.Flag}` | `{setting.Variable}` | `{setting.Name}` | {Escape(TakenBy(setting))} ")
                    .Append($"| {Escape(setting.Default)} | {Escape(setting.Help)}{(setting.Repeats ? " May be repeated." : "")} |\n");
            }
        }
        return page.ToString();
    }

    /// <summary>What a value may be, from what the server answers to one that is none.</summary>
    private static string TakenBy(Setting setting)
    {
        if (setting.IsSwitch) return "nothing, or true or false";
        Match range = Range().Match(string.Join('\n', Given.Problems(setting.Name, "?")));
        if (!range.Success) return setting.Argument.Contains('|') ? setting.Argument.Replace("|", ", ", StringComparison.Ordinal) : setting.Argument;
        string unit = range.Groups[3].Value.StartsWith("0 stands", StringComparison.Ordinal) ? "" : $" {range.Groups[3].Value}";
        return $"{range.Groups[1].Value} to {range.Groups[2].Value}{unit}";
    }

    private static string SummaryOf(Type type)
    {
        string file = Directory.EnumerateFiles(RepositoryRoot.Combine("src/Ota.Server"), $"{type.Name}.cs", SearchOption.AllDirectories).Single();
        return Summary().Match(File.ReadAllText(file)).Groups[1].Value;
    }

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"use a whole number from (\d+) to (\d+) \(([^)]+)\)")]
    private static partial Regex Range();

    [GeneratedRegex("/// <summary>(.+?)</summary>")]
    private static partial Regex Summary();
}
