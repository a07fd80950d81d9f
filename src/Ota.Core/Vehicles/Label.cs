namespace Ota.Core.Vehicles;

/// <summary>Short texts that people read, such as the name of a model: 1 to 64 characters of any script, without control characters.</summary>
public static class Label
{
    /// <summary>The greatest length, in UTF-16 units.</summary>
    public const int MaxLength = 64;

    /// <summary>What a problem with a label says.</summary>
    public const string Rule = "use at most 64 characters without control characters and without spaces at the ends";

    /// <summary>Whether a text is a label; the empty one means unknown and is none.</summary>
    /// <param name="text">Anything a caller sent.</param>
    /// <param name="maxLength">The greatest length allowed.</param>
    public static bool IsValid(string? text, int maxLength = MaxLength)
    {
        if (text is null || text.Length == 0 || text.Length > maxLength) return false;
        if (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])) return false;
        foreach (char c in text)
        {
            // Halves of surrogate pairs too: a lone half is no text for a database.
            if (char.IsControl(c) || char.IsSurrogate(c)) return false;
        }

        return true;
    }
}
