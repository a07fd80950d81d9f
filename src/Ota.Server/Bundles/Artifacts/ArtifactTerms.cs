using System.Security.Cryptography;
using Ota.Server.Hosting;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>What an artifact must be: both digests, lower-case hexadecimal, and its length in bytes.</summary>
internal sealed record ArtifactTerms(string Sha256, string Sha512, long Length)
{
    public static ArtifactTerms Read(V1.StartUploadRequest request, long maxLength, Violations violations)
    {
        CheckSha256(request.Sha256, violations);
        if (!IsHex(request.Sha512, SHA512.HashSizeInBytes)) violations.Add("sha512", "Not a SHA-512: 128 lower-case hexadecimal digits.");
        if (request.Length < 1) violations.Add("length", "An artifact has at least one byte.");
        if (request.Length > maxLength)
            violations.Add("length", $"More than {maxLength / 1_000_000} MB; the server's --artifact-max-mb allows no larger artifact.");
        return new ArtifactTerms(request.Sha256, request.Sha512, request.Length);
    }

    public static void CheckSha256(string text, Violations violations)
    {
        if (!IsSha256(text)) violations.Add("sha256", "Not a SHA-256: 64 lower-case hexadecimal digits.");
    }

    public static bool IsSha256(string? text) => IsHex(text, SHA256.HashSizeInBytes);

    private static bool IsHex(string? text, int bytes) => text?.Length == 2 * bytes && text.All(char.IsAsciiHexDigitLower);
}
