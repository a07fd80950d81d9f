namespace Ota.Core.Vehicles;

/// <summary>Words that makers choose: ids, codes, versions. ASCII letters and digits, and the signs . _ - : / + # between them.</summary>
public static class Token
{
    /// <summary>The greatest length, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>What a problem with a token says.</summary>
    public const string Rule = "use 1 to 64 characters of A-Z, a-z, 0-9 and . _ - : / + #";

    /// <summary>Whether a text is a token.</summary>
    /// <param name="text">Anything a caller sent.</param>
    /// <param name="maxLength">The greatest length allowed.</param>
    public static bool IsValid(string? text, int maxLength)
    {
        if (text is null || text.Length == 0 || text.Length > maxLength) return false;
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-' or ':' or '/' or '+' or '#')) return false;
        }

        return true;
    }
}
