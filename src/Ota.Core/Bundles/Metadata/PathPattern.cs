using System.Buffers;

namespace Ota.Core.Bundles.Metadata;

/// <summary>
/// Which images a delegation is about (TUF 4.5): a path in which ? stands for one character and * for any number, neither for /.
/// Signs that clients understand differently, such as [ and {, are refused: the same delegation must mean the same to everybody.
/// </summary>
public sealed record PathPattern
{
    private static readonly SearchValues<char> Unclear = SearchValues.Create("[]{}()!+@");

    private readonly string[] _segments;

    private PathPattern(string value)
    {
        Value = value;
        _segments = value.Split('/');
    }

    /// <summary>The pattern as text.</summary>
    public string Value { get; }

    /// <summary>Parses a pattern.</summary>
    /// <param name="text">Anything.</param>
    /// <returns>The pattern, or null if the text is none.</returns>
    public static PathPattern? TryParse(string? text)
    {
        bool isPattern = text is not null
            && SignedName.IsValid(text)
            && !text.AsSpan().ContainsAny(Unclear)
            && !text.Contains("**", StringComparison.Ordinal);
        return isPattern ? new PathPattern(text!) : null;
    }

    /// <summary>Whether the pattern is about an image.</summary>
    public bool Matches(TargetPath path)
    {
        string[] segments = path.Value.Split('/');
        return segments.Length == _segments.Length && _segments.Zip(segments).All(pair => MatchesSegment(pair.First, pair.Second));
    }

    /// <inheritdoc />
    public bool Equals(PathPattern? other) => other?.Value == Value;

    /// <inheritdoc />
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Value;

    // At a mismatch only the last * may take one more character: earlier ones could win nothing by it. So time is at most the
    // product of the two lengths.
    private static bool MatchesSegment(string pattern, string text)
    {
        int p = 0, t = 0, afterStar = -1, retryAt = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                afterStar = ++p;
                retryAt = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
            {
                p++;
                t++;
            }
            else if (afterStar >= 0)
            {
                p = afterStar;
                t = ++retryAt;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }
}
