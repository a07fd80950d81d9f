using System.Buffers.Binary;
using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>The messages of one commit as one blob: for each a head of fixed size and its chunk, then a checksum over all.</summary>
internal static class JournalRow
{
    private const int HeadSize = VehicleKey.Size + 16 + sizeof(uint) + sizeof(ulong) + sizeof(long) + 1 + sizeof(int);

    /// <summary>The bytes that a message takes.</summary>
    public static int SizeOf(TelemetryMessage message) => HeadSize + message.Chunk.Length;

    /// <summary>The chunk of a message as it stands in a row.</summary>
    public static ReadOnlySpan<byte> ChunkOf(ReadOnlySpan<byte> message) => message[HeadSize..];

    public static byte[] Write(IReadOnlyList<TelemetryMessage> messages)
    {
        byte[] row = GC.AllocateUninitializedArray<byte>(messages.Sum(SizeOf) + Checked.Size);
        Span<byte> rest = row;
        foreach (TelemetryMessage message in messages)
        {
            Span<byte> head = rest;
            message.Vehicle.Write(head);
            BinaryPrimitives.WriteUInt128BigEndian(head[16..], message.Key.BootId);
            BinaryPrimitives.WriteUInt32LittleEndian(head[32..], message.Key.Stream);
            BinaryPrimitives.WriteUInt64LittleEndian(head[36..], message.Key.Sequence);
            BinaryPrimitives.WriteInt64LittleEndian(head[44..], message.Received);
            head[52] = message.Historical ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteInt32LittleEndian(head[53..], message.Chunk.Length);
            message.Chunk.Span.CopyTo(rest[HeadSize..]);
            rest = rest[SizeOf(message)..];
        }
        Checked.Close(row);
        return row;
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
                rows.Add((at, [.. Read(select.Blob(1).ToArray()).Select(found => found.Message)]));
            }
            catch (Exception e) when (e is FormatException or ChunkFormatException)
            {
                rows.Add((at, []));
            }
        }
        return rows;
    }

    /// <summary>The messages of a row, and each as it stands there. They refer to the row.</summary>
    /// <exception cref="FormatException">The row is damaged; nothing of it can be trusted.</exception>
    public static List<(TelemetryMessage Message, ReadOnlyMemory<byte> Written)> Read(ReadOnlyMemory<byte> row)
    {
        if (!Checked.TryOpen(row.Span, out ReadOnlySpan<byte> content)) throw new FormatException("A row of the journal is damaged.");
        ReadOnlyMemory<byte> rest = row[..content.Length];
        List<(TelemetryMessage, ReadOnlyMemory<byte>)> messages = [];
        while (rest.Length > 0)
        {
            if (rest.Length < HeadSize) throw new FormatException("A row of the journal ends too early.");
            int size = BinaryPrimitives.ReadInt32LittleEndian(rest.Span[53..]);
            if (size < 0 || size > rest.Length - HeadSize) throw new FormatException("A row of the journal ends too early.");
            ReadOnlyMemory<byte> written = rest[..(HeadSize + size)];
            messages.Add((ReadMessage(written), written));
            rest = rest[written.Length..];
        }
        return messages;
    }

    /// <summary>A message as it stands in a row. It refers to the bytes.</summary>
    /// <exception cref="ChunkFormatException">Its chunk is none.</exception>
    public static TelemetryMessage ReadMessage(ReadOnlyMemory<byte> written)
    {
        ReadOnlySpan<byte> head = written.Span;
        MessageKey key = new(
            BinaryPrimitives.ReadUInt128BigEndian(head[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(head[32..]),
            BinaryPrimitives.ReadUInt64LittleEndian(head[36..]));
        return TelemetryMessage.Read(
            VehicleKey.Read(head[..VehicleKey.Size]), key, BinaryPrimitives.ReadInt64LittleEndian(head[44..]), head[52] != 0, written[HeadSize..]);
    }
}
