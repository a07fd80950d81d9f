namespace Ota.Core.Bundles.Manifests;

/// <summary>
/// A language (BCP 47) in its usual spelling: a language of two or three letters, then perhaps a script and a region, such as de,
/// fr-BE or zh-Hans-CN.
/// </summary>
public sealed record LanguageTag
{
    private LanguageTag(string value) => Value = value;

    /// <summary>The tag as text.</summary>
    public string Value { get; }

    /// <summary>Parses a tag.</summary>
    /// <param name="text">Anything.</param>
    /// <returns>The tag, or null if the text is none.</returns>
    public static LanguageTag? TryParse(string? text)
    {
        if (text is not { Length: > 0 and <= 11 }) return null;
        string[] parts = text.Split('-');
        int next = 1;
        if (parts[0].Length is not (2 or 3) || !parts[0].All(char.IsAsciiLetterLower)) return null;
        if (next < parts.Length && IsScript(parts[next])) next++;
        if (next < parts.Length && IsRegion(parts[next])) next++;
        return next == parts.Length ? new LanguageTag(text) : null;
    }

    /// <summary>Whether somebody who reads a language understands a text in this one: it is that language, or that without its region.</summary>
    public bool Serves(LanguageTag reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.Value == Value || reader.Value.StartsWith(Value + '-', StringComparison.Ordinal); // RFC 4647, 3.4
    }

    /// <inheritdoc />
    public override string ToString() => Value;

    private static bool IsScript(string part) => part.Length == 4 && char.IsAsciiLetterUpper(part[0]) && part.Skip(1).All(char.IsAsciiLetterLower);

    private static bool IsRegion(string part) =>
        (part.Length == 2 && part.All(char.IsAsciiLetterUpper)) || (part.Length == 3 && part.All(char.IsAsciiDigit));
}
