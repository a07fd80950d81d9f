using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ota.Cli.Connection;

/// <summary>An option that takes one of some words, which a shell completes.</summary>
internal static class WordOption
{
    public static Option<T> Create<T>(string name, IReadOnlyDictionary<string, T> words, string description)
    {
        Option<T> option = new(name)
        {
            HelpName = string.Join('|', words.Keys),
            Description = description,
            CustomParser = result => Read(result.Tokens[0].Value, name, words, result),
        };
        return Completed(option, words.Keys);
    }

    /// <summary>May be repeated.</summary>
    public static Option<T[]> CreateMany<T>(string name, string helpName, IReadOnlyDictionary<string, T> words, string description)
    {
        Option<T[]> option = new(name)
        {
            HelpName = helpName,
            Description = $"{description} One of {string.Join(", ", words.Keys)}; repeat it for several.",
            DefaultValueFactory = _ => [],
            CustomParser = result => [.. result.Tokens.Select(token => Read(token.Value, name, words, result))],
        };
        return Completed(option, words.Keys);
    }

    private static T Read<T>(string text, string name, IReadOnlyDictionary<string, T> words, ArgumentResult result)
    {
        if (words.TryGetValue(text, out T? found)) return found;
        result.AddError($"{name} takes one of {string.Join(", ", words.Keys)}, not '{text}'.");
        return default!;
    }

    private static Option<T> Completed<T>(Option<T> option, IEnumerable<string> words)
    {
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. words]);
        return option;
    }
}
