using System.Security.Cryptography;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>Names one run of this server, so that what it witnessed ends with it.</summary>
internal sealed class ServerRun(RandomNumberGenerator random)
{
    private const int IdSize = 16;

    /// <summary>How long after its last sign a run counts as alive.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    public string Id { get; } = NewId(random);

    private static string NewId(RandomNumberGenerator random)
    {
        byte[] bytes = new byte[IdSize];
        random.GetBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
