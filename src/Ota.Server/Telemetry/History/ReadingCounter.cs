using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>Counts what chunks hold by their heads; nothing is decoded.</summary>
internal sealed class ReadingCounter(uint lastSignal)
{
    private readonly ChunkDirectory _directory = new();
    private long _messages;
    private long _readings;

    public HistoryCount Count => new(_messages, _readings);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (ChunkColumn column in Chunk.Read(bytes, _directory).Columns)
        {
            // Each message has one: when it was sent.
            if (column.Signal == TelemetryMessage.SentSignal) _messages += column.Count;
            if (column.Signal <= lastSignal) _readings += column.Count;
        }
    }
}
