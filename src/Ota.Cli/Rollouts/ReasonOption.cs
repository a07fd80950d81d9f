using System.CommandLine;

namespace Ota.Cli.Rollouts;

/// <summary>Why somebody does something; kept in the record.</summary>
internal static class ReasonOption
{
    private const int Longest = 500;

    public static Option<string> Create() => new("--reason")
    {
        HelpName = "TEXT",
        Description = $"Why, for the record; up to {Longest} characters.",
        Required = true,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value.Trim();
            if (text.Length is 0 or > Longest) result.AddError($"--reason takes 1 to {Longest} characters.");
            return text;
        },
    };
}
