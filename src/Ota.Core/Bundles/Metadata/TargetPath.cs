namespace Ota.Core.Bundles.Metadata;

/// <summary>
/// The name of an image in a repository: segments with / between them, 1 to 256 printable ASCII characters without \. No segment is
/// empty or begins with a dot, so that a name leads out of no folder (Uptane 5.2.7) and clients, some of which exempt such segments
/// from *, agree about what a pattern matches.
/// </summary>
public readonly record struct TargetPath
{
    private TargetPath(string value) => Value = value;

    /// <summary>The path as text.</summary>
    public string Value { get; }

    /// <summary>Parses a path.</summary>
    /// <param name="text">Anything.</param>
    /// <returns>The path, or null if the text is none.</returns>
    public static TargetPath? TryParse(string? text) =>
        text is not null && SignedName.IsValid(text) && text.Split('/').All(IsSegment) ? new TargetPath(text) : null;

    /// <inheritdoc />
    public override string ToString() => Value;

    private static bool IsSegment(string segment) => segment.Length > 0 && segment[0] != '.';
}
