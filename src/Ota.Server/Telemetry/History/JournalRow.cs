using System.Buffers;
using System.Buffers.Binary;
using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>The messages of one commit as one blob: for each a head of fixed size and its chunk, then a checksum over all.</summary>
internal static class JournalRow
{
    private const int HeadSize = VehicleKey.Size + 16 + sizeof(uint) + sizeof(ulong) + sizeof(long) + 1 + sizeof(int);

    public static void Write(IEnumerable<TelemetryMessage> messages, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        foreach (TelemetryMessage message in messages)
        {
            Span<byte> head = output.GetSpan(HeadSize);
            message.Vehicle.Write(head);
            BinaryPrimitives.WriteUInt128BigEndian(head[16..], message.Key.BootId);
            BinaryPrimitives.WriteUInt32LittleEndian(head[32..], message.Key.Stream);
            BinaryPrimitives.WriteUInt64LittleEndian(head[36..], message.Key.Sequence);
            BinaryPrimitives.WriteInt64LittleEndian(head[44..], message.Received);
            head[52] = message.Historical ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteInt32LittleEndian(head[53..], message.Chunk.Length);
            output.Advance(HeadSize);
            output.Write(message.Chunk);
        }
        output.GetSpan(Checked.Size);
        output.Advance(Checked.Size);
        Checked.Close(System.Runtime.InteropServices.MemoryMarshal.AsMemory(output.WrittenMemory).Span);
    }

    /// <summary>Up to so many rows after a position; a damaged one is empty.</summary>
    public static List<(long Position, List<TelemetryMessage> Messages)> After(SqliteFile connection, long position, int count)
    {
        using SqliteStatement select = connection.Prepare("SELECT position, body FROM journal WHERE position > ?1 ORDER BY position LIMIT ?2");
        select.Bind(1, position).Bind(2, count);
        List<(long, List<TelemetryMessage>)> rows = [];
        while (select.Step())
        {
            long at = select.Long(0);
            try
            {
                rows.Add((at, Read(select.Blob(1))));
            }
            catch (Exception e) when (e is FormatException or ChunkFormatException)
            {
                rows.Add((at, []));
            }
        }
        return rows;
    }

    /// <summary>The messages of a row.</summary>
    /// <exception cref="FormatException">The row is damaged; nothing of it can be trusted.</exception>
    public static List<TelemetryMessage> Read(ReadOnlySpan<byte> row)
    {
        if (!Checked.TryOpen(row, out ReadOnlySpan<byte> rest)) throw new FormatException("A row of the journal is damaged.");
        List<TelemetryMessage> messages = [];
        while (rest.Length > 0)
        {
            if (rest.Length < HeadSize) throw new FormatException("A row of the journal ends too early.");
            MessageKey key = new(
                BinaryPrimitives.ReadUInt128BigEndian(rest[16..]),
                BinaryPrimitives.ReadUInt32LittleEndian(rest[32..]),
                BinaryPrimitives.ReadUInt64LittleEndian(rest[36..]));
            int size = BinaryPrimitives.ReadInt32LittleEndian(rest[53..]);
            if (size < 0 || size > rest.Length - HeadSize) throw new FormatException("A row of the journal ends too early.");
            messages.Add(TelemetryMessage.Read(
                VehicleKey.Read(rest[..VehicleKey.Size]), key, BinaryPrimitives.ReadInt64LittleEndian(rest[44..]), rest[52] != 0,
                rest.Slice(HeadSize, size).ToArray()));
            rest = rest[(HeadSize + size)..];
        }
        return messages;
    }
}
