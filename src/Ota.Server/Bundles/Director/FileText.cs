using System.Globalization;
using System.Text;
using Ota.Core.Bundles.Director;
using Ota.Core.Bundles.Keys;

namespace Ota.Server.Bundles.Director;

/// <summary>A signed file as stored: a line with version, Unix milliseconds and key id, then the file, which is ASCII.</summary>
internal static class FileText
{
    public static string Write(DirectorFile? file) => file is null ? "" : string.Create(
        CultureInfo.InvariantCulture, $"{file.Version} {file.Signed.ToUnixTimeMilliseconds()} {file.Key}\n{Encoding.ASCII.GetString(file.Bytes.Span)}");

    /// <exception cref="InvalidDataException">The database has something else there.</exception>
    public static DirectorFile? TryRead(string text)
    {
        if (text.Length == 0) return null;
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0 || text[..end].Split(' ') is not [{ } version, { } signed, { } key] || KeyId.TryParse(key) is not { } id)
            throw new InvalidDataException("A stored file of the Director does not begin with its version, time and key.");
        return new DirectorFile(
            long.Parse(version, CultureInfo.InvariantCulture),
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(signed, CultureInfo.InvariantCulture)),
            id,
            Encoding.ASCII.GetBytes(text[(end + 1)..]));
    }
}
