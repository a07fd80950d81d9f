using System.Text;

namespace Ota.Core.Vehicles.Filters;

/// <summary>A text to compare with, in which <c>*</c> stands for any characters. Capitals matter.</summary>
public sealed class TextPattern : IEquatable<TextPattern>
{
    /// <summary>Stands for any characters, none included, unless a backslash is before it.</summary>
    public const char Wildcard = '*';

    private readonly string[] _parts;

    private TextPattern(string[] parts) => _parts = parts;

    /// <summary>Whether the pattern has a wildcard.</summary>
    public bool HasWildcard => _parts.Length > 1;

    /// <summary>The text itself; of a pattern with wildcards, what is left without them.</summary>
    public string Literal => string.Concat(_parts);

    /// <summary>A pattern that only one text has.</summary>
    public static TextPattern Exactly(string text) => new([text]);

    /// <summary>A pattern from its parts, between which anything may stand.</summary>
    /// <param name="parts">At least one.</param>
    public static TextPattern Of(params IReadOnlyList<string> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        // Two wildcards in a row are one, so that equal patterns look alike.
        return new TextPattern([.. parts.Where((part, i) => i == 0 || i == parts.Count - 1 || part.Length > 0)]);
    }

    /// <summary>The pattern of all texts that hold one with this pattern.</summary>
    public TextPattern Anywhere() => Of(["", .. _parts, ""]);

    /// <summary>Whether a text has this form.</summary>
    public bool Matches(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!HasWildcard) return text == _parts[0];
        string first = _parts[0];
        string last = _parts[^1];
        if (text.Length < first.Length + last.Length) return false;
        if (!text.StartsWith(first, StringComparison.Ordinal) || !text.EndsWith(last, StringComparison.Ordinal)) return false;
        ReadOnlySpan<char> middle = text.AsSpan(first.Length, text.Length - first.Length - last.Length);
        foreach (string part in _parts.AsSpan(1, _parts.Length - 2))
        {
            int found = middle.IndexOf(part, StringComparison.Ordinal); // The first place is the best one: it leaves the most.
            if (found < 0) return false;
            middle = middle[(found + part.Length)..];
        }

        return true;
    }

    /// <summary>Writes the pattern in another language.</summary>
    /// <param name="wildcard">Its sign for any characters.</param>
    /// <param name="escape">How it writes a character that is meant as such.</param>
    public string Write(string wildcard, Func<char, string> escape)
    {
        ArgumentNullException.ThrowIfNull(escape);
        StringBuilder written = new();
        for (int i = 0; i < _parts.Length; i++)
        {
            if (i > 0) written.Append(wildcard);
            foreach (char c in _parts[i]) written.Append(escape(c));
        }

        return written.ToString();
    }

    /// <inheritdoc />
    public bool Equals(TextPattern? other) => other is not null && _parts.AsSpan().SequenceEqual(other._parts);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as TextPattern);

    /// <inheritdoc />
    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    /// <summary>As a filter has it, in quotation marks.</summary>
    public override string ToString() => $"\"{Write("*", c => c is '"' or '\\' or Wildcard ? $"\\{c}" : c.ToString())}\"";
}
