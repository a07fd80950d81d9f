using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>Room to decode one column after another.</summary>
internal sealed class ColumnRoom
{
    private long[] _times = new long[256];
    private long[] _bits = new long[256];
    private string[] _texts = [];

    public ReadOnlySpan<long> Times => _times;

    public ReadOnlySpan<long> Bits => _bits;

    public ReadOnlySpan<string> Texts => _texts;

    /// <exception cref="ChunkFormatException">The column cannot be decoded.</exception>
    public void Read(in Chunk chunk, ChunkColumn column)
    {
        if (_times.Length < column.Count)
        {
            _times = new long[column.Count];
            _bits = new long[column.Count];
        }
        chunk.ReadTimes(column, _times);
        if (column.Kind == ColumnKind.Text)
        {
            if (_texts.Length < column.Count) _texts = new string[column.Count];
            chunk.ReadTexts(column, _bits, _texts);
        }
        else if (column.Kind != ColumnKind.Absent)
        {
            chunk.ReadValues(column, _bits);
        }
    }

    public LatestValue Value(ChunkColumn column, int index) => column.Kind switch
    {
        ColumnKind.Text => new(column.Signal, _times[index], column.Kind, 0, _texts[index]),
        ColumnKind.Absent => new(column.Signal, _times[index], column.Kind, 0, null),
        _ => new(column.Signal, _times[index], column.Kind, _bits[index], null),
    };

    public HistoryPoint Point(ChunkColumn column, int index)
    {
        LatestValue value = Value(column, index);
        return new HistoryPoint(value.Time, value.Kind, value.Bits, value.Text);
    }

    /// <summary>The value as a number; of a text or an absence NaN.</summary>
    public double Number(ChunkColumn column, int index) => column.Kind switch
    {
        ColumnKind.Number => BitConverter.Int64BitsToDouble(_bits[index]),
        ColumnKind.Boolean or ColumnKind.Integer => _bits[index],
        _ => double.NaN,
    };
}
