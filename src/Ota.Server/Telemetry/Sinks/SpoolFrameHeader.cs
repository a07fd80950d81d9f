using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>What stands before a batch in the spool: little-endian length, CRC-32C, points, length when unpacked, flags.</summary>
/// <param name="Length">Bytes of the payload.</param>
/// <param name="Points">Values in it.</param>
/// <param name="PlainLength">Bytes of the lines, without compression.</param>
/// <param name="IsGzip">Whether the payload is gzip.</param>
internal readonly record struct SpoolFrameHeader(int Length, int Points, int PlainLength, bool IsGzip)
{
    public const int Size = 20;

    /// <summary>Far above any batch; a length beyond it is no length.</summary>
    public const int MaxLength = 64_000_000;

    private uint Crc { get; init; }

    public void Write(Span<byte> to, ReadOnlySpan<byte> payload)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, Length);
        BinaryPrimitives.WriteUInt32LittleEndian(to[4..], Checksum(payload));
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], Points);
        BinaryPrimitives.WriteInt32LittleEndian(to[12..], PlainLength);
        BinaryPrimitives.WriteInt32LittleEndian(to[16..], IsGzip ? 1 : 0);
    }

    public static bool TryRead(ReadOnlySpan<byte> from, out SpoolFrameHeader header)
    {
        int flags = BinaryPrimitives.ReadInt32LittleEndian(from[16..]);
        header = new SpoolFrameHeader(
            BinaryPrimitives.ReadInt32LittleEndian(from),
            BinaryPrimitives.ReadInt32LittleEndian(from[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[12..]),
            flags == 1)
        {
            Crc = BinaryPrimitives.ReadUInt32LittleEndian(from[4..]),
        };
        return flags is 0 or 1 && header is { Length: > 0 and <= MaxLength, Points: >= 0, PlainLength: > 0 and <= MaxLength };
    }

    public bool Fits(ReadOnlySpan<byte> payload) => Checksum(payload) == Crc;

    // The numbers count too: a flipped bit in them would be as wrong as one in the lines.
    private uint Checksum(ReadOnlySpan<byte> payload)
    {
        uint crc = BitOperations.Crc32C(uint.MaxValue, ((ulong)(uint)Points << 32) | (uint)Length);
        crc = BitOperations.Crc32C(crc, ((ulong)(uint)PlainLength << 1) | (IsGzip ? 1UL : 0UL));
        foreach (ulong eight in MemoryMarshal.Cast<byte, ulong>(payload)) crc = BitOperations.Crc32C(crc, eight);
        foreach (byte one in payload[(payload.Length & ~7)..]) crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
