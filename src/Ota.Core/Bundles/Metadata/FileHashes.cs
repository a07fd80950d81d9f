using System.Security.Cryptography;

namespace Ota.Core.Bundles.Metadata;

/// <summary>
/// Hashes of one file, lower-case hexadecimal digits. A file with a hash of another function is not read at all: every listed hash
/// has to be checked (Uptane 5.4.3), and that one could not be.
/// </summary>
public sealed record FileHashes
{
    private FileHashes(string? sha256, string? sha512)
    {
        Sha256 = sha256;
        Sha512 = sha512;
    }

    /// <summary>SHA-256, or null if it is not listed.</summary>
    public string? Sha256 { get; }

    /// <summary>SHA-512, or null if it is not listed.</summary>
    public string? Sha512 { get; }

    /// <summary>The hash that names the file in the repository: the first one listed, where members are sorted.</summary>
    public string First => Sha256 ?? Sha512!;

    /// <summary>Parses hashes.</summary>
    /// <param name="sha256">64 lower-case hexadecimal digits, or null.</param>
    /// <param name="sha512">128 lower-case hexadecimal digits, or null.</param>
    /// <returns>The hashes, or null if a text is none or both are missing.</returns>
    public static FileHashes? TryMake(string? sha256, string? sha512)
    {
        bool isMade = (sha256 ?? sha512) is not null
            && IsHash(sha256, SHA256.HashSizeInBytes)
            && IsHash(sha512, SHA512.HashSizeInBytes);
        return isMade ? new FileHashes(sha256, sha512) : null;
    }

    /// <summary>Both hashes of a file.</summary>
    public static FileHashes Of(ReadOnlySpan<byte> file) =>
        new(Convert.ToHexStringLower(SHA256.HashData(file)), Convert.ToHexStringLower(SHA512.HashData(file)));

    /// <summary>SHA-256 of a file.</summary>
    public static FileHashes Sha256Of(ReadOnlySpan<byte> file) => new(Convert.ToHexStringLower(SHA256.HashData(file)), null);

    /// <summary>Whether every listed hash is that of a file.</summary>
    public bool AreOf(ReadOnlySpan<byte> file) =>
        (Sha256 is null || Sha256 == Convert.ToHexStringLower(SHA256.HashData(file)))
        && (Sha512 is null || Sha512 == Convert.ToHexStringLower(SHA512.HashData(file)));

    /// <summary>Whether both can be of the same file: at least one function in common, and no difference.</summary>
    public bool Agree(FileHashes other)
    {
        ArgumentNullException.ThrowIfNull(other);
        bool shares256 = Sha256 is not null && other.Sha256 is not null;
        bool shares512 = Sha512 is not null && other.Sha512 is not null;
        return (shares256 || shares512) && (!shares256 || Sha256 == other.Sha256) && (!shares512 || Sha512 == other.Sha512);
    }

    private static bool IsHash(string? text, int bytes) =>
        text is null || (text.Length == 2 * bytes && text.All(char.IsAsciiHexDigitLower));
}
