using System.CommandLine;
using System.CommandLine.Parsing;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>Which rollout a verb is about.</summary>
internal static class RolloutArgument
{
    private const string Collection = "rollouts/";
    private const int LeastDigits = 4;
    private const int Digits = 12;

    public static Argument<string> Create() => new("ROLLOUT")
    {
        Description = $"Its id, or at least the first {LeastDigits} digits of it.",
        CustomParser = Read("ROLLOUT"),
    };

    /// <summary>Reads one that is called so on the command line.</summary>
    public static Func<ArgumentResult, string> Read(string name) => result =>
    {
        string text = result.Tokens[0].Value;
        string digits = Short(text);
        if (digits.Length is < LeastDigits or > Digits || !digits.All(char.IsAsciiHexDigitLower))
            result.AddError($"{name} takes {LeastDigits} to {Digits} lower-case hexadecimal digits, not '{text}'; `ota rollouts list` shows them.");
        return Collection + digits;
    };

    public static string Short(string name) => name.StartsWith(Collection, StringComparison.Ordinal) ? name[Collection.Length..] : name;

    /// <summary>Looks it up by what may be the begin of its name: other calls want the whole of it.</summary>
    /// <exception cref="CliException">There is none, or more than one.</exception>
    public static Task<Rollout> FindAsync(Session session, string name) => session.CallAsync(
        "Looking the rollout up", options => session.Rollouts.GetRolloutAsync(new GetRolloutRequest { Name = name }, options));
}
