using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Ota.Server.Telemetry.History;

/// <summary>Blobs that end with their CRC-32C: SQLite has no checksums of its own, and a wrong value is worse than none.</summary>
internal static class Checked
{
    public const int Size = 4;

    /// <summary>Writes the checksum of all but the last four bytes into them.</summary>
    public static void Close(Span<byte> blob) => BinaryPrimitives.WriteUInt32LittleEndian(blob[^Size..], Sum(blob[..^Size]));

    /// <summary>The bytes before the checksum, if it is theirs.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> blob, out ReadOnlySpan<byte> content)
    {
        content = blob.Length < Size ? default : blob[..^Size];
        return blob.Length >= Size && BinaryPrimitives.ReadUInt32LittleEndian(blob[^Size..]) == Sum(content);
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words) sum = BitOperations.Crc32C(sum, word);
        foreach (byte rest in bytes[(words.Length * 8)..]) sum = BitOperations.Crc32C(sum, rest);
        return ~sum;
    }
}
