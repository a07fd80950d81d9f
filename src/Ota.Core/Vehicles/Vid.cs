using System.Security.Cryptography;

namespace Ota.Core.Vehicles;

/// <summary>
/// The name of a vehicle in this system: 128 random bits as 32 lower-case hexadecimal digits. It says nothing about the vehicle, so it
/// may stand in topics, certificates and logs.
/// </summary>
public readonly record struct Vid
{
    /// <summary>Bytes of randomness.</summary>
    public const int Size = 16;

    /// <summary>Characters of the text form.</summary>
    public const int Length = 2 * Size;

    private Vid(string value) => Value = value;

    /// <summary>The text form.</summary>
    public string Value { get; }

    /// <summary>Makes a name that nobody can guess.</summary>
    /// <param name="random">Must be fit for keys.</param>
    public static Vid Create(RandomNumberGenerator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<byte> bytes = stackalloc byte[Size];
        random.GetBytes(bytes);
        return new Vid(Convert.ToHexStringLower(bytes));
    }

    /// <summary>Parses the text form, of which each vehicle has exactly one.</summary>
    /// <param name="text">Anything a caller sent.</param>
    /// <returns>The name, or null if the text is none.</returns>
    public static Vid? TryParse(string? text) =>
        text is { Length: Length } && text.All(char.IsAsciiHexDigitLower) ? new Vid(text) : null;

    /// <inheritdoc />
    public override string ToString() => Value;
}
