namespace Ota.Core.Vehicles;

/// <summary>What runs on an ECU, as far as it was proven or, before the first proof, as the plant said.</summary>
/// <param name="Name">The image's name, a <see cref="Token"/> of up to 128 characters.</param>
/// <param name="Version">For people; a <see cref="Token"/>, or empty.</param>
/// <param name="Digest">SHA-256, 64 lower-case hexadecimal digits, or empty.</param>
public sealed record SoftwareImage(string Name, string Version, string Digest)
{
    /// <summary>The greatest length of a name.</summary>
    public const int MaxNameLength = 128;

    /// <summary>Nothing known.</summary>
    public static SoftwareImage None { get; } = new("", "", "");

    /// <summary>Whether a text is a digest.</summary>
    public static bool IsDigest(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);
}
