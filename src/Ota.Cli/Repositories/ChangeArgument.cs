using System.CommandLine;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>The change that a verb is about.</summary>
internal static class ChangeArgument
{
    private const string Collection = "changes/";
    private const int LeastDigits = 8;
    private const int ShownDigits = 12;
    private const int AllDigits = 32;
    private const int MostChanges = 1_000_000;

    public static Argument<string> Create() => new("CHANGE")
    {
        Description = $"Its id as `ota repo changes` shows it, or at least the first {LeastDigits} digits of it; changes/ID is fine too.",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            string id = IdOf(text);
            if (id.Length is >= LeastDigits and <= AllDigits && id.All(char.IsAsciiHexDigitLower)) return Collection + id;
            result.AddError($"'{text}' names no change: give {LeastDigits} to {AllDigits} lower-case hexadecimal digits; `ota repo changes` shows them.");
            return null!;
        },
    };

    /// <summary>The whole name of the change whose id begins so.</summary>
    /// <exception cref="CliException">There is none, or more than one.</exception>
    public static async Task<string> FindAsync(Session session, string name)
    {
        if (IdOf(name).Length == AllDigits) return name;
        (List<Change> all, _) = await ChangeList.ReadAsync(session, isOpenOnly: false, MostChanges);
        string[] found = [.. all.Select(change => change.Name).Where(one => one.StartsWith(name, StringComparison.Ordinal))];
        return found.Length switch
        {
            1 => found[0],
            0 => throw CliException.Refused($"There is no change {IdOf(name)}; `ota repo changes` shows them."),
            _ => throw CliException.Refused($"{found.Length} changes begin with {IdOf(name)}: {string.Join(", ", found.Select(IdOf))}; give more digits."),
        };
    }

    /// <summary>As many digits as people need to tell changes apart.</summary>
    public static string Short(string name) => IdOf(name) is { Length: > ShownDigits } id ? id[..ShownDigits] : IdOf(name);

    private static string IdOf(string name) => name.StartsWith(Collection, StringComparison.Ordinal) ? name[Collection.Length..] : name;
}
