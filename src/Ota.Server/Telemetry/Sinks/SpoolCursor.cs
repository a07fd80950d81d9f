using System.Buffers.Binary;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>
/// Where to go on after a restart. It is never flushed: after a power cut an older place may be there, and some batches are sent twice,
/// which receivers take as the same points.
/// </summary>
internal sealed class SpoolCursor : IDisposable
{
    private const int Size = 20;

    private readonly SafeFileHandle _file;

    public SpoolCursor(string folder)
    {
        _file = File.OpenHandle(Path.Combine(folder, "cursor"), FileMode.OpenOrCreate, FileAccess.ReadWrite);
        Span<byte> bytes = stackalloc byte[Size];
        if (RandomAccess.Read(_file, bytes, 0) < Size || BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]) != Checksum(bytes)) return;
        Start = new SpoolPosition(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));
    }

    /// <summary>What the file said when it was opened; the beginning of everything if it was not readable.</summary>
    public SpoolPosition Start { get; }

    public void Save(SpoolPosition position)
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, position.Segment);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], position.Offset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[16..], Checksum(bytes));
        RandomAccess.Write(_file, bytes, 0);
    }

    public void Dispose() => _file.Dispose();

    private static uint Checksum(ReadOnlySpan<byte> bytes) => BitOperations.Crc32C(
        BitOperations.Crc32C(uint.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian(bytes)),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
}
