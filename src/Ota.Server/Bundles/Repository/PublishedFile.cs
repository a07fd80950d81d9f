using System.Security.Cryptography;

namespace Ota.Server.Bundles.Repository;

/// <summary>A file ready to be served.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Tag">Names the content, for HTTP: in quotes.</param>
internal sealed record PublishedFile(ReadOnlyMemory<byte> Bytes, string Tag)
{
    public static PublishedFile Of(ReadOnlyMemory<byte> bytes) => new(bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes.Span))}\"");
}
