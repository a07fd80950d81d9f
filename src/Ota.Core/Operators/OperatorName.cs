namespace Ota.Core.Operators;

/// <summary>The id of an operator: 1 to 64 characters of a-z, 0-9, dot, underscore and hyphen.</summary>
public sealed record OperatorName
{
    /// <summary>The greatest length, in characters.</summary>
    public const int MaxLength = 64;

    private OperatorName(string value) => Value = value;

    /// <summary>The id as text.</summary>
    public string Value { get; }

    /// <summary>Parses an id.</summary>
    /// <param name="text">Anything a caller sent.</param>
    /// <returns>The name, or null if the text is none.</returns>
    public static OperatorName? TryParse(string? text) =>
        text is { Length: > 0 and <= MaxLength } && text.All(IsAllowed) ? new OperatorName(text) : null;

    /// <inheritdoc />
    public override string ToString() => Value;

    private static bool IsAllowed(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '_' or '-';
}
