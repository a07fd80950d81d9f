using System.Security.Cryptography;
using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Rollouts.Population;

/// <summary>Names a frozen population: SHA-256 over a line for each vehicle in the order of vids, <c>{vid} {state} {wave} {inventory or -}\n</c>.</summary>
public sealed class PopulationDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds the next vehicle.</summary>
    /// <param name="vid">32 hexadecimal digits, greater than the one before.</param>
    /// <param name="state">Its verdict.</param>
    /// <param name="wave">Its wave.</param>
    /// <param name="inventory">SHA-256 of the inventory that the verdict rests on; empty for none.</param>
    public void Add(string vid, InstallState state, int wave, string inventory) => throw new NotImplementedException();

    /// <summary>Lower-case hexadecimal; ends the object's use.</summary>
    public string End() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
