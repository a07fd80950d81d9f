using System.Security.Cryptography;
using System.Text;

namespace Ota.Simulator.Fleet.Making;

/// <summary>Software of a made fleet: a file of drawn bytes, the same for the same name, version and size.</summary>
/// <param name="Name">Such as sim-gw.</param>
/// <param name="Version">Such as 1.0.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record FleetImage(string Name, string Version, byte[] Content)
{
    public string FileName => $"{Name}-{Version}.bin";

    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Content));

    public static FleetImage Draw(string name, string version, int bytes)
    {
        byte[] content = new byte[bytes];
        new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{name} {version}")))).NextBytes(content);
        return new FleetImage(name, version, content);
    }
}
