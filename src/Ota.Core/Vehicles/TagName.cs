namespace Ota.Core.Vehicles;

/// <summary>Names of tags: 1 to 32 of a-z, 0-9, underscore and hyphen, a letter first.</summary>
public static class TagName
{
    /// <summary>The greatest length, in characters.</summary>
    public const int MaxLength = 32;

    /// <summary>What a problem with a name says.</summary>
    public const string Rule = "use 1 to 32 characters of a-z, 0-9, _ and -, a letter first";

    /// <summary>Whether a text is a name.</summary>
    /// <param name="text">Anything a caller sent.</param>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= MaxLength } && char.IsAsciiLetterLower(text[0])
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-');
}
