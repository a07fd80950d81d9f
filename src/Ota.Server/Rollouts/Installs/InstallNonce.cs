using System.Security.Cryptography;

namespace Ota.Server.Rollouts.Installs;

/// <summary>What an inventory repeats to be a proof.</summary>
internal static class InstallNonce
{
    private const int Size = 16;

    /// <returns>32 lower-case hexadecimal digits.</returns>
    public static string Draw(RandomNumberGenerator random)
    {
        Span<byte> nonce = stackalloc byte[Size];
        random.GetBytes(nonce);
        return Convert.ToHexStringLower(nonce);
    }
}
