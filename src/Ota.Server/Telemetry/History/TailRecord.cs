namespace Ota.Server.Telemetry.History;

/// <summary>
/// A message that is in the journal and in no chunk yet: its bytes as they stand in the row, which stays in memory for them. Objects for each
/// message are many, and live long enough to be moved by the garbage collector.
/// </summary>
/// <param name="Position">The row.</param>
/// <param name="FirstTime">Of its values.</param>
/// <param name="LastTime">Of its values.</param>
/// <param name="Bytes">What <see cref="JournalRow"/> reads.</param>
internal readonly record struct TailRecord(long Position, long FirstTime, long LastTime, ReadOnlyMemory<byte> Bytes)
{
    public ReadOnlySpan<byte> Chunk => JournalRow.ChunkOf(Bytes.Span);
}
