using System.Globalization;

namespace Ota.Cli.Output;

/// <summary>Text from elsewhere, made safe for a terminal: a server must not be able to move the cursor or forge a line.</summary>
internal static class Printable
{
    private const int LongestLine = 4096;

    public static string Line(string text)
    {
        string shown = text.Length > LongestLine ? string.Concat(text.AsSpan(0, LongestLine), "...") : text;
        return shown.Any(IsUnsafe) ? string.Concat(shown.Select(c => IsUnsafe(c) ? '?' : c)) : shown;
    }

    // Format characters include those that reverse the direction of what follows.
    private static bool IsUnsafe(char c) => char.IsControl(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
