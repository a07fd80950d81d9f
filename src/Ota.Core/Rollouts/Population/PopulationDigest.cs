using System.Security.Cryptography;
using System.Text;
using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Rollouts.Population;

/// <summary>
/// Names a frozen population: SHA-256 over a line for each vehicle in the order of vids, <c>{vid} {state} {wave} {inventory or -}\n</c>, with the state
/// as in reports: <c>targeted</c>, <c>already_compliant</c>, <c>not_applicable</c>, <c>removed_from_service</c>.
/// </summary>
public sealed class PopulationDigest : IDisposable
{
    private const int LongestLine = 256;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _lines = new byte[64 * LongestLine]; // Hashed together: a call of the hash function costs as much as a line.
    private int _length;
    private string _last = "";

    /// <summary>Adds the next vehicle.</summary>
    /// <param name="vid">32 hexadecimal digits, greater than the one before.</param>
    /// <param name="state">Its verdict.</param>
    /// <param name="wave">Its wave.</param>
    /// <param name="inventory">SHA-256 of the inventory that the verdict rests on; empty for none.</param>
    /// <exception cref="ArgumentException">The vid is not greater than the one before: another order would be another name.</exception>
    public void Add(string vid, InstallState state, int wave, string inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        if (string.CompareOrdinal(vid, _last) <= 0) throw new ArgumentException($"The vehicle {vid} does not come after {_last}.", nameof(vid));
        _last = vid;
        Span<byte> line = _lines.AsSpan(_length, LongestLine);
        int length = Encoding.ASCII.GetBytes(vid, line);
        line[length++] = (byte)' ';
        length += Encoding.ASCII.GetBytes(WireName<InstallState>.Of(state), line[length..]);
        line[length++] = (byte)' ';
        wave.TryFormat(line[length..], out int digits, default, System.Globalization.CultureInfo.InvariantCulture);
        length += digits;
        line[length++] = (byte)' ';
        length += Encoding.ASCII.GetBytes(inventory.Length == 0 ? "-" : inventory, line[length..]);
        line[length++] = (byte)'\n';
        _length += length;
        if (_length > _lines.Length - LongestLine) Flush();
    }

    /// <summary>Lower-case hexadecimal; ends the object's use.</summary>
    public string End()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        _hash.AppendData(_lines.AsSpan(0, _length));
        _length = 0;
    }
}
