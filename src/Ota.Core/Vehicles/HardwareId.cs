namespace Ota.Core.Vehicles;

/// <summary>Which hardware an ECU is, so that software made for another one is never offered: 1 to 64 characters, see <see cref="Token"/>.</summary>
public sealed record HardwareId
{
    private HardwareId(string value) => Value = value;

    /// <summary>The id as text.</summary>
    public string Value { get; }

    /// <summary>Parses an id.</summary>
    /// <param name="text">Anything a caller sent.</param>
    /// <returns>The id, or null if the text is none.</returns>
    public static HardwareId? TryParse(string? text) => Token.IsValid(text, Token.MaxLength) ? new HardwareId(text!) : null;

    /// <inheritdoc />
    public override string ToString() => Value;
}
