namespace Ota.Core.Bundles.Metadata;

/// <summary>The name of a delegated role: 1 to 256 printable ASCII characters without \, and none of the four that every repository has.</summary>
public readonly record struct RoleName
{
    private static readonly string[] Reserved = ["root", "timestamp", "snapshot", "targets"];

    private RoleName(string value) => Value = value;

    /// <summary>The top role of the targets, which no delegation can name.</summary>
    public static RoleName Targets { get; } = new("targets");

    /// <summary>The name as text.</summary>
    public string Value { get; }

    /// <summary>The name of the role's file in a snapshot, which knows no versions in names (TUF 4.4).</summary>
    public string FileName => Value + ".json";

    /// <summary>Parses a name.</summary>
    /// <param name="text">Anything.</param>
    /// <returns>The name, or null if the text cannot name a delegated role.</returns>
    public static RoleName? TryParse(string? text) =>
        text is not null && SignedName.IsValid(text) && !Reserved.Contains(text) ? new RoleName(text) : null;

    /// <inheritdoc />
    public override string ToString() => Value;
}
