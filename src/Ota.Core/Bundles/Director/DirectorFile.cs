using Ota.Core.Bundles.Keys;

namespace Ota.Core.Bundles.Director;

/// <summary>A file that was signed for one vehicle.</summary>
/// <param name="Version">The version within it.</param>
/// <param name="Signed">When.</param>
/// <param name="Key">By which key.</param>
/// <param name="Bytes">The file.</param>
public sealed record DirectorFile(long Version, DateTimeOffset Signed, KeyId Key, ReadOnlyMemory<byte> Bytes);
