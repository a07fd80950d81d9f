using System.CommandLine.Parsing;
using System.Globalization;

namespace Ota.Cli.Connection;

/// <summary>Reads a whole number and says what is wrong with anything else.</summary>
internal static class NumberArgument
{
    public static int Parse(ArgumentResult result, string option, int least, int most)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
            return number;
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option} takes a whole number from {least} to {most}, not '{text}'."));
        return least;
    }
}
