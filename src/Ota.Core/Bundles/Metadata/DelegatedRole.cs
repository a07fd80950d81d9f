using System.Security.Cryptography;
using System.Text;
using Ota.Core.Bundles.Keys;
using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Metadata;

/// <summary>One delegation: who may describe which images (TUF 4.5, Uptane 5.2.3.2).</summary>
/// <param name="Name">The role.</param>
/// <param name="Keys">Who signs for it.</param>
/// <param name="Terminating">Whether later delegations are not asked about an image that this one is about.</param>
public sealed record DelegatedRole(RoleName Name, RoleKeys Keys, bool Terminating)
{
    /// <summary>Patterns of the images. A delegation has these or <see cref="PathHashPrefixes"/>.</summary>
    public IReadOnlyList<PathPattern> Paths { get; init; } = [];

    /// <summary>Beginnings of the SHA-256 of the paths, lower-case hexadecimal.</summary>
    public IReadOnlyList<string> PathHashPrefixes { get; init; } = [];

    /// <summary>The hardware that the delegation is about; none listed: any.</summary>
    public IReadOnlyList<HardwareId> HardwareIds { get; init; } = [];

    /// <summary>Whether the role may describe an image.</summary>
    /// <param name="path">The image.</param>
    /// <param name="hardware">What it is for; null to ask about no certain hardware.</param>
    public bool IsAbout(TargetPath path, HardwareId? hardware)
    {
        bool fitsHardware = hardware is null || HardwareIds.Count == 0 || HardwareIds.Contains(hardware);
        return fitsHardware && (Paths.Any(pattern => pattern.Matches(path)) || HasPrefix(path));
    }

    private bool HasPrefix(TargetPath path)
    {
        if (PathHashPrefixes.Count == 0) return false;
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path.Value)));
        return PathHashPrefixes.Any(prefix => hash.StartsWith(prefix, StringComparison.Ordinal));
    }
}
