using Ota.Core.Telemetry.Chunks;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>
/// Room for the bytes and values of messages between decoding and the answer. What was kept is good until <see cref="Clear"/>; single arrays
/// for each message would be what the garbage collector does all day.
/// </summary>
internal sealed class MessageArena
{
    private readonly ArenaBlocks<byte> _bytes = new(1 << 17);
    private readonly ArenaBlocks<LatestValue> _values = new(1 << 13);

    public void Clear()
    {
        _bytes.Clear();
        _values.Clear();
    }

    public ReadOnlyMemory<byte> Keep(ChunkWriter columns)
    {
        Memory<byte> room = _bytes.Rest(columns.MaxSize);
        return _bytes.Take(columns.Write(room.Span));
    }

    public ReadOnlyMemory<LatestValue> Keep(ReadOnlySpan<LatestValue> values)
    {
        values.CopyTo(_values.Rest(values.Length).Span);
        return _values.Take(values.Length);
    }
}
