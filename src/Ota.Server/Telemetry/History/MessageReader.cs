using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>Decodes a whole chunk once, so that what is stored can be read, and finds the newest value of each signal.</summary>
internal sealed class MessageReader
{
    private readonly ChunkDirectory _directory = new();
    private readonly ColumnRoom _room = new();

    /// <summary>Of the chunk that was read last.</summary>
    public NewestValues Values { get; } = new();

    /// <exception cref="ChunkFormatException">The bytes are no chunk.</exception>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        Values.Clear();
        Chunk chunk = Chunk.Read(bytes, _directory);
        foreach (ChunkColumn column in chunk.Columns)
        {
            _room.Read(chunk, column);
            Values.Add(column.Signal, column.Kind, _room.Times[..column.Count], _room.Bits, _room.Texts);
        }
        if (Values.Count == 0) throw new ChunkFormatException("A message without readings.");
    }
}
