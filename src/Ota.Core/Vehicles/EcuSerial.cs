namespace Ota.Core.Vehicles;

/// <summary>The serial number of one ECU, unique within its vehicle: 1 to 64 characters, see <see cref="Token"/>.</summary>
public sealed record EcuSerial
{
    private EcuSerial(string value) => Value = value;

    /// <summary>The number as text.</summary>
    public string Value { get; }

    /// <summary>Parses a serial number.</summary>
    /// <param name="text">Anything a caller sent.</param>
    /// <returns>The serial number, or null if the text is none.</returns>
    public static EcuSerial? TryParse(string? text) => Token.IsValid(text, Token.MaxLength) ? new EcuSerial(text!) : null;

    /// <inheritdoc />
    public override string ToString() => Value;
}
