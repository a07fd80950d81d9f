using System.Security.Cryptography;
using System.Text;

namespace Ota.Core.Operators;

/// <summary>
/// A bearer token: <c>ota_</c>, the credential's id (16 hexadecimal digits), <c>_</c>, the secret (256 bits, hexadecimal). The id
/// finds the credential, the secret proves it; the server keeps only the secret's hash. Comparing takes the same time wherever
/// two hashes differ.
/// </summary>
public sealed class BearerToken
{
    /// <summary>Bytes of the id.</summary>
    public const int IdSize = 8;

    /// <summary>Bytes of the secret.</summary>
    public const int SecretSize = 32;

    private const string Prefix = "ota_";
    private const int IdEnd = 4 + (2 * IdSize);
    private const int Length = IdEnd + 1 + (2 * SecretSize);
    private readonly byte[] _secret;

    private BearerToken(string id, byte[] secret)
    {
        Id = id;
        _secret = secret;
    }

    /// <summary>The credential's id, 16 lower-case hexadecimal digits. No secret.</summary>
    public string Id { get; }

    /// <summary>Makes a token.</summary>
    /// <param name="random">Source of the id and the secret; must be fit for keys.</param>
    public static BearerToken Create(RandomNumberGenerator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        byte[] id = new byte[IdSize];
        byte[] secret = new byte[SecretSize];
        random.GetBytes(id);
        random.GetBytes(secret);
        return new BearerToken(Convert.ToHexStringLower(id), secret);
    }

    /// <summary>Parses a token.</summary>
    /// <param name="text">Anything a caller sent.</param>
    /// <returns>The token, or null if the text has not the form of one.</returns>
    public static BearerToken? TryParse(string? text)
    {
        if (text is not { Length: Length } || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[IdEnd] != '_') return null;
        string id = text[Prefix.Length..IdEnd];
        string secret = text[(IdEnd + 1)..];
        return IsHex(id) && IsHex(secret) ? new BearerToken(id, Convert.FromHexString(secret)) : null;
    }

    /// <summary>SHA-256 of the secret in lower-case hexadecimal: what the server stores.</summary>
    public string HashOfSecret() => Convert.ToHexStringLower(SHA256.HashData(_secret));

    /// <summary>Whether the secret is the one behind a stored hash.</summary>
    /// <param name="storedHash">What <see cref="HashOfSecret"/> gave when the token was issued.</param>
    public bool Matches(string storedHash)
    {
        ArgumentNullException.ThrowIfNull(storedHash);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOfSecret()), Encoding.ASCII.GetBytes(storedHash));
    }

    /// <summary>The whole token, secret included: for the one answer that hands it out.</summary>
    public string Reveal() => $"{Prefix}{Id}_{Convert.ToHexStringLower(_secret)}";

    /// <summary>The id only, so that a token in a log line gives nothing away.</summary>
    public override string ToString() => $"{Prefix}{Id}_...";

    private static bool IsHex(string text) => text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
