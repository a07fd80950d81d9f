using System.Security.Cryptography;
using System.Text;

namespace Ota.Core.Vehicles;

/// <summary>
/// What a plant writes into a vehicle so that it can enrol, once: <c>claim_</c>, the claim's id (32 hexadecimal digits), <c>_</c>, the
/// secret (256 bits, hexadecimal). The id finds the claim, the secret proves it; the server keeps only the secret's hash.
/// </summary>
public sealed class FactoryClaim
{
    private const string Prefix = "claim_";
    private const int IdSize = 16;
    private const int SecretSize = 32;
    private const int IdEnd = 6 + (2 * IdSize);
    private const int Length = IdEnd + 1 + (2 * SecretSize);
    private readonly byte[] _secret;

    private FactoryClaim(string id, byte[] secret)
    {
        Id = id;
        _secret = secret;
    }

    /// <summary>The claim's id, 32 lower-case hexadecimal digits. No secret.</summary>
    public string Id { get; }

    /// <summary>Makes a claim.</summary>
    /// <param name="random">Source of the id and the secret; must be fit for keys.</param>
    public static FactoryClaim Create(RandomNumberGenerator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        byte[] id = new byte[IdSize];
        byte[] secret = new byte[SecretSize];
        random.GetBytes(id);
        random.GetBytes(secret);
        return new FactoryClaim(Convert.ToHexStringLower(id), secret);
    }

    /// <summary>Parses a claim.</summary>
    /// <param name="text">Anything a caller sent.</param>
    /// <returns>The claim, or null if the text has not the form of one.</returns>
    public static FactoryClaim? TryParse(string? text)
    {
        if (text is not { Length: Length } || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[IdEnd] != '_') return null;
        string id = text[Prefix.Length..IdEnd];
        string secret = text[(IdEnd + 1)..];
        return id.All(char.IsAsciiHexDigitLower) && secret.All(char.IsAsciiHexDigitLower)
            ? new FactoryClaim(id, Convert.FromHexString(secret))
            : null;
    }

    /// <summary>SHA-256 of the secret in lower-case hexadecimal: what the server stores.</summary>
    public string HashOfSecret() => Convert.ToHexStringLower(SHA256.HashData(_secret));

    /// <summary>Whether the secret is the one behind a stored hash. Takes the same time wherever two hashes differ.</summary>
    /// <param name="storedHash">What <see cref="HashOfSecret"/> gave when the claim was made.</param>
    public bool Matches(string storedHash)
    {
        ArgumentNullException.ThrowIfNull(storedHash);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOfSecret()), Encoding.ASCII.GetBytes(storedHash));
    }

    /// <summary>The whole claim, secret included: for the one answer that hands it out.</summary>
    public string Reveal() => $"{Prefix}{Id}_{Convert.ToHexStringLower(_secret)}";

    /// <summary>The id only, so that a claim in a log line gives nothing away.</summary>
    public override string ToString() => $"{Prefix}{Id}_...";
}
