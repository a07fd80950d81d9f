using System.Text;

namespace Ota.Cli.Signing;

/// <summary>
/// Splits a command line into words as a shell does, quotes included, and does nothing else that a shell does: no variables, no
/// patterns, no pipes.
/// </summary>
internal static class CommandWords
{
    /// <returns>The words, or null if a quote stays open or nothing follows a backslash.</returns>
    public static IReadOnlyList<string>? TrySplit(string text)
    {
        List<string> words = [];
        StringBuilder? word = null;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (word is not null) words.Add(word.ToString());
                word = null;
                continue;
            }

            word ??= new StringBuilder();
            if (quote != '\0' && c == quote) quote = '\0';
            else if (quote == '\0' && c is '\'' or '"') quote = c;
            else if (c != '\\' || !IsEscape(text, i, quote)) word.Append(c);
            else if (++i < text.Length) word.Append(text[i]);
            else return null;
        }

        if (word is not null) words.Add(word.ToString());
        return quote == '\0' ? words : null;
    }

    // As in a shell: between ' a backslash is itself, between " it protects only " and \.
    private static bool IsEscape(string text, int at, char quote) =>
        quote == '\0' || (quote == '"' && at + 1 < text.Length && text[at + 1] is '"' or '\\');
}
