namespace Ota.Server.Telemetry.Ingest;

/// <summary>Items one behind the other in blocks. A block is never moved, so what was taken stays where it is.</summary>
internal sealed class ArenaBlocks<T>(int size)
{
    // Messages of ordinary size fit; what a large one needed is not kept for the next.
    private const int MostKept = 4;

    private readonly List<T[]> _blocks = [];
    private int _current;
    private int _used;

    /// <summary>The room behind what was taken, at least so many.</summary>
    public Memory<T> Rest(int count)
    {
        while (_current < _blocks.Count && _blocks[_current].Length - _used < count) (_current, _used) = (_current + 1, 0);
        if (_current == _blocks.Count) _blocks.Add(new T[Math.Max(size, count)]);
        return _blocks[_current].AsMemory(_used);
    }

    /// <summary>Takes the first of the room that <see cref="Rest"/> gave.</summary>
    public Memory<T> Take(int count)
    {
        _used += count;
        return _blocks[_current].AsMemory(_used - count, count);
    }

    public void Clear()
    {
        _blocks.RemoveAll(block => block.Length > size);
        if (_blocks.Count > MostKept) _blocks.RemoveRange(MostKept, _blocks.Count - MostKept);
        (_current, _used) = (0, 0);
    }
}
